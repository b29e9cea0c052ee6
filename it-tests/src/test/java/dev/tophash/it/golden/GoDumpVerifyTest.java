// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever state a real Go process left a map in, the verifier calls it healthy. */
class GoDumpVerifyTest
{
    static List<Path> dumps() throws IOException, URISyntaxException
    {
        final Path folder = Path.of(GoDumpVerifyTest.class.getResource("/dev/tophash/it/vectors/basic.txt").toURI())
            .getParent();
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter((file) -> file.toString().endsWith(GoStates.SUFFIX)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void shouldCallEveryRecordedStateHealthy(final Path dump) throws IOException
    {
        assertTrue(verifyAll(dump) > 0);
    }

    @Test
    void shouldHaveAllRecordings() throws IOException, URISyntaxException
    {
        assertEquals(54, dumps().size());
    }

    private static int verifyAll(final Path dump) throws IOException
    {
        final AtomicInteger count = new AtomicInteger();
        GoStates.forEach(dump, (dumped, image) ->
        {
            final VerifyReport report = MapVerifier.verify(image);
            assertTrue(report.clean(), () -> dump.getFileName() + ", step " + dumped.step() + "\n" + report);
            assertEquals(dumped.state().header().count(), report.entryCount());
            count.incrementAndGet();
        });
        return count.get();
    }
}
