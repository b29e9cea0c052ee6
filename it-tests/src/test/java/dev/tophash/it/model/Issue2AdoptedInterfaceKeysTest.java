// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.it.model.Keys.Any;
import dev.tophash.it.subject.Subject;
import dev.tophash.it.subject.TypedSubject;
import dev.tophash.offheap.image.MapImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/**
 * Lookups in an adopted map with interface keys missed: the key to look up pointed to a new type descriptor, and Go
 * compares dynamic types by the descriptor's address.
 */
class Issue2AdoptedInterfaceKeysTest
{
    @Test
    void shouldFindInterfaceKeysOfAnAdoptedImage()
    {
        final Any[] keys = {new Any("text"), new Any(7L), new Any(7.0), new Any(null)};
        try (Subject<Any> map = TypedSubject.make(Keys.ANY, 8, Seed.config(Seed.random("adopted")), 0);
            Arena arena = Arena.ofConfined())
        {
            for (int i = 0; i < keys.length; i++)
            {
                map.put(keys[i], i);
            }
            final MapImage live = map.image();
            final MemorySegment bytes = arena.allocate(live.memory().byteSize(), Long.BYTES);
            bytes.copyFrom(live.memory());
            final MapImage image = new MapImage(
                bytes, live.base(), live.headerOffset(), live.type(), live.keys(), live.version());
            try (Subject<Any> adopted = map.attach(image))
            {
                for (int i = 0; i < keys.length; i++)
                {
                    assertEquals(i, adopted.get(keys[i]));
                    assertEquals(i, adopted.put(keys[i], 10 + i));
                }
                assertEquals(keys.length, adopted.size());
            }
        }
    }
}
