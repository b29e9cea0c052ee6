// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No operation makes garbage: 0 bytes of Java heap, growth included, for every map.
 *
 * <p>Measured in a JVM of its own, without the checks after each operation that the other tests run with. The
 * interpreter is not measured: the segment's own accessors make objects there that only the compiler removes.
 */
class HeapAllocationTest
{
    @ParameterizedTest
    @ValueSource(strings = {"LongLong", "LongDouble", "IntInt", "StringLong", "BytesInt", "VarBytesDouble",
        "LongStruct", "StringStruct", "LongSet", "StringSet", "BytesSet", "VarBytesSet", "bytes", "wide-strings",
        "large-LongLong", "view", "views-StringLong", "views-BytesInt", "views-VarBytesDouble"})
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
