// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case I-26: a process that dies while it saves leaves the old image or the new one, and the next save tidies up. */
class KillDuringSaveIT
{
    private static final int KILLS = Boolean.getBoolean("tophash.long") ? 200 : 12;
    private static final int SIZE = 1 << 20;
    private static final long BASE = 0x200000000000L;
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 1, 2, 3, 4);

    /** All bytes behind the header page are this number. */
    private static MapImage image(final byte filling)
    {
        final MemorySegment memory = Arena.ofAuto().allocate(SIZE, 8);
        memory.asSlice(64).fill(filling);
        return new MapImage(memory, BASE, 0, MapType.parse("map[int64]int64"), KEYS, GoVersion.GO_1_23);
    }

    /** The process to kill: saves one image after the other. */
    public static final class Saver
    {
        private Saver()
        {
        }

        /**
         * Saves until killed.
         *
         * @param args the target.
         * @throws IOException if a save fails.
         */
        public static void main(final String[] args) throws IOException
        {
            final Path target = Path.of(args[0]);
            for (byte filling = 1; ; filling = (byte)(filling % 100 + 1))
            {
                ImageFile.write(target, image(filling));
            }
        }
    }

    @Test
    void i26ShouldLeaveAWholeImage(@TempDir final Path folder) throws IOException, InterruptedException
    {
        final Path target = folder.resolve("map.dump");
        ImageFile.write(target, image((byte)0));
        final SplittableRandom random = new SplittableRandom(26);
        int leftOver = 0;
        for (int kill = 0; kill < KILLS; kill++)
        {
            final Process saver = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Saver.class.getName(), target.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
            final byte before = filling(target);
            for (int i = 0; i < 3000 && filling(target) == before; i++)
            {
                Thread.sleep(10);
            }
            Thread.sleep(random.nextInt(40), random.nextInt(1_000_000));
            assertTrue(saver.isAlive(), () -> "saver failed: " + log(folder));
            saver.destroyForcibly();
            assertTrue(saver.waitFor(10, TimeUnit.SECONDS));
            filling(target);
            leftOver += temporaries(folder) > 0 ? 1 : 0;
        }
        System.out.printf("%nkilled during a save: %d, with a temporary file left: %d%n", KILLS, leftOver);
        ImageFile.write(target, image((byte)0));
        assertEquals(0, temporaries(folder));
    }

    /** Reads the target, which checks its checksums, and tells which image it is. */
    private static byte filling(final Path target) throws IOException
    {
        final MapImage image = ImageFile.read(target);
        final byte filling = image.memory().get(ValueLayout.JAVA_BYTE, 64);
        assertEquals(-1, image(filling).memory().mismatch(image.memory()));
        return filling;
    }

    private static long temporaries(final Path folder) throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter((file) -> file.toString().endsWith(".tophash-tmp")).count();
        }
    }

    private static String log(final Path folder)
    {
        try
        {
            return Files.readString(folder.resolve("log"));
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
