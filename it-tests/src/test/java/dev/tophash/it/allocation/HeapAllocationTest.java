// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No operation makes garbage: 0 bytes of Java heap, growth included, for every map. A third of the maps is measured in
 * a run, all of them with {@code -Plong}.
 *
 * <p>Measured in a JVM of its own, without the checks after each operation that the other tests run with. The
 * interpreter is not measured: the segment's own accessors make objects there that only the compiler removes.
 */
class HeapAllocationTest
{
    /** One of each kind of text: by value, through a stage, of structs, with a view. */
    private static final List<String> ALWAYS = List.of("LongLong", "StringStruct", "view", "views-BytesInt");
    private static final List<String> OTHERS = List.of("LongDouble", "IntInt", "StringLong", "BytesInt",
        "VarBytesDouble", "LongStruct", "LongSet", "StringSet", "BytesSet", "VarBytesSet", "bytes", "wide-strings",
        "large-LongLong", "views-StringLong", "views-VarBytesDouble");
    private static final int DRAWN_COUNT = 3;

    /** Those of this run: all in a long one, else some of them are drawn; the tests have their names. */
    static List<String> maps()
    {
        final List<String> others = new ArrayList<>(OTHERS);
        Collections.shuffle(others);
        final List<String> maps = new ArrayList<>(ALWAYS);
        maps.addAll(others.subList(0, Boolean.getBoolean("tophash.long") ? others.size() : DRAWN_COUNT));
        return maps;
    }

    @ParameterizedTest
    @MethodSource("maps")
    void shouldAllocateNothing(final String map)
    {
        final ChildJvm child = ChildJvm.run(
            AllocationMeter.class, "-Dmeter.map=" + map, "-XX:+UseSerialGC",
            "-XX:-BackgroundCompilation");
        assertTrue(child.healthy(), child.output());
        final List<String> lines = child.output().lines().filter(line -> line.endsWith(" bytes")).toList();
        assertEquals(AllocationMeter.OPERATION_COUNT, lines.size(), child.output());
        for (final String line : lines)
        {
            assertTrue(line.endsWith(": 0 bytes"), child.output());
        }
        assertTrue(child.output().contains("control: noticed"), child.output());
    }
}
