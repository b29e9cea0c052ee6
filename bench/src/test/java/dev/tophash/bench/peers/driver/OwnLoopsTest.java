// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.offheap.OffHeapBytesLongMap;
import org.junit.jupiter.api.Test;

class OwnLoopsTest
{
    @Test
    void shouldLoadTheLoopsAnewAndTheMapsOnce() throws ClassNotFoundException
    {
        final OwnLoops loops = new OwnLoops();
        final Class<?> loop = loops.loadClass(ObjectSubjects.class.getName());
        assertNotSame(ObjectSubjects.class, loop);
        assertSame(loop, loops.loadClass(ObjectSubjects.class.getName()));
        assertNotSame(loop, new OwnLoops().loadClass(ObjectSubjects.class.getName()));
        assertEquals(ObjectSubjects.class.getName(), loop.getName());
        assertSame(OffHeapBytesLongMap.class, loops.loadClass(OffHeapBytesLongMap.class.getName()));
    }

    @Test
    void shouldRefuseAClassThatIsNotThere()
    {
        assertThrows(ClassNotFoundException.class, () -> new OwnLoops().loadClass(Row.class.getName() + "s"));
    }
}
