// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F10: the last addresses and mappings are the JVM's. */
class AddressSpaceTest
{
    private static final long GIB = 1L << 30;

    @TempDir
    private Path proc;

    private void write(final String name, final String text) throws IOException
    {
        Files.createDirectories(proc.resolve(name).getParent());
        Files.writeString(proc.resolve(name), text);
    }

    private AddressSpace space(final String addresses, final String data) throws IOException
    {
        write("self/limits", "Limit                     Soft Limit           Hard Limit           Units\n" +
            "Max data size             " + data + "            unlimited            bytes\n" +
            "Max address space         " + addresses + "            unlimited            bytes\n");
        return new AddressSpace(proc);
    }

    @Test
    void f10ShouldLeaveAGibibyteOrHalfOfWhatIsLeft() throws IOException
    {
        final AddressSpace space = space(Long.toString(12 * GIB), "unlimited");
        write("self/statm", (8 * GIB / SystemPage.SIZE) + " 1 1 1 0 1 0\n");
        assertEquals(4 * GIB, space.left());
        assertEquals(3 * GIB, space.permitted());
        assertTrue(space.isModest(GIB / 4));
        assertFalse(space.isModest(GIB / 4 + 1));
        write("self/statm", (11 * GIB / SystemPage.SIZE) + " 1 1 1 0 1 0\n");
        assertEquals(GIB / 2, space.permitted());
        assertTrue(space.shortage().contains("ulimit -v"), space.shortage());
        write("self/statm", (13 * GIB / SystemPage.SIZE) + " 1 1 1 0 1 0\n");
        assertEquals(0, space.permitted());
    }

    @Test
    void f10ShouldReadTheLimitOfData() throws IOException
    {
        final AddressSpace space = space("unlimited", Long.toString(6 * GIB));
        write("self/statm", "900000000 1 1 1 0 " + (2 * GIB / SystemPage.SIZE) + " 0\n");
        assertEquals(4 * GIB, space.left());
    }

    @Test
    void f10ShouldKnowNoLimitWhereThereIsNone() throws IOException
    {
        assertTrue(space("unlimited", "unlimited").permitted() > 1L << 46);
        assertTrue(new AddressSpace(proc.resolve("nowhere")).permitted() > 1L << 46);
        assertEquals("", new AddressSpace(proc.resolve("nowhere")).shortage());
    }

    @Test
    void f10ShouldSayThatTheMappingsAreUsedUp() throws IOException
    {
        final AddressSpace space = space("unlimited", "unlimited");
        write("sys/vm/max_map_count", "3000\n");
        write("self/maps", "a line\n".repeat(900));
        assertFalse(space.isShortOfMappings());
        write("self/maps", "a line\n".repeat(2_900));
        assertTrue(space.isShortOfMappings());
        assertEquals(", the process has 2900 mappings, vm.max_map_count=3000", space.shortage());
    }

    /** What is no number limits nothing; it was an error in the first map's static initializer. */
    @Test
    void f10ShouldTakeNoLimitFromWhatIsNoNumber() throws IOException
    {
        final AddressSpace none = space("what", "-");
        assertTrue(none.permitted() > 1L << 46);
        final AddressSpace some = space(Long.toString(4 * GIB), "unlimited");
        write("self/statm", "pages\n");
        write("sys/vm/max_map_count", "many\n");
        write("self/maps", "a line\n");
        assertEquals(4 * GIB, some.left());
        assertFalse(some.isShortOfMappings());
        assertEquals("", some.shortage());
    }
}
