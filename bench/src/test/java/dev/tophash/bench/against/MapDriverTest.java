// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.against.driver.MapDriver;
import dev.tophash.bench.against.driver.Operation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MapDriverTest
{
    /** The driver adds up the answers of each operation itself and fails if they are wrong. */
    @Test
    void shouldMeasureEachOperation()
    {
        final List<String> operations = Arrays.stream(Operation.values()).map(Enum::name).toList();
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try
        {
            MapDriver.main(
                Stream.concat(Stream.of("100", "1", "1", "50"), operations.stream()).toArray(String[]::new));
        }
        finally
        {
            System.setOut(before);
        }
        final List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(operations.stream().sorted().toList(),
            lines.stream().map(line -> line.substring(0, line.indexOf(' '))).sorted().toList());
        assertTrue(lines.stream().allMatch(line -> line.matches("[A-Z_]+ [0-9.E-]+ [0-9]+")), lines::toString);
    }
}
