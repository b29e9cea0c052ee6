// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.KeyForms;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringSet;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Every operation of {@link OffHeapStringSet} through a {@link KeyView}, from every source, against {@link HashSet}.
 * The build derives this test for the other keys that are no numbers; keys of bytes are {@link Blob} here.
 */
class StringSetKeyViewsModelTest
{
    @Test
    void shouldAgreeWithHashSet()
    {
        final SplittableRandom random = Seed.random("views of StringSet");
        final Set<Object> model = new HashSet<>();
        final KeyView view = new KeyView();
        final MapConfig plain = Seed.config(random).withMissingValue(0);
        try (OffHeapStringSet set = OffHeapMaps.stringSet().config(plain).build())
        {
            for (int i = 0; i < 20_000; i++)
            {
                final Object key = SubjectKeys.StringKeys.of(random.nextInt(1 + i % 500));
                KeyForms.show(view, key, random.nextInt(KeyForms.COUNT));
                switch (random.nextInt(3))
                {
                    case 0 -> assertEquals(model.add(key), set.add(view));
                    case 1 -> assertEquals(model.remove(key), set.remove(view));
                    default -> assertEquals(model.contains(key), set.contains(view));
                }
                if (i % 1_000 == 0)
                {
                    assertEquals(model.size(), set.size());
                    assertTrue(MapVerifier.verify(set.image()).clean());
                }
            }
        }
    }
}
