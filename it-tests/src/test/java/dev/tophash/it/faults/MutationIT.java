// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.check.Check;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.GoType;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every bit of several images is flipped, one at a time. A flip that the verifier does not report as an error must fall
 * into a class of flips that cannot be found, by what {@link ImageAnatomy} says that its byte is; and what the map
 * holds must be the same as before, except that a flip in an elem changes one elem.
 */
class MutationIT
{
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23,
        0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L);
    private static final int SEED = 0xcafebabe;
    private static final GoType LONG = GoType.INT64;

    /** Outcomes of the flips in one part. */
    private static final class Tally
    {
        int found;
        int information;
        int unfound;
    }

    private static MapConfig config()
    {
        return MapConfig.defaults().withBudget(1 << 22).withReservation(1 << 23)
            .withUnsafeRandomnessForTests(FixedRandom.steady(SEED), KEYS);
    }

    private static OffHeapTypedMap create(final MapType type, final long hint)
    {
        return OffHeapTypedMap.create(type, hint, config());
    }

    private static void put(final OffHeapTypedMap map, final long number)
    {
        if (map.type().key().kind() == GoType.Kind.STRING)
        {
            map.key().clear().setString(0, "key-" + number);
        }
        else
        {
            map.key().setLong(0, number);
        }
        map.elem().setLong(0, number ^ 0x5555);
        assertTrue(map.assign());
    }

    private static void delete(final OffHeapTypedMap map, final long number)
    {
        map.key().setLong(0, number);
        assertTrue(map.delete());
    }

    @Test
    void shouldFindFlipsInASettledMap()
    {
        try (OffHeapTypedMap map = create(MapType.of(LONG, LONG), -1))
        {
            for (int i = 0; i < 90; i++)
            {
                put(map, i);
            }
            for (int i = 0; i < 90; i += 5)
            {
                delete(map, i);
            }
            new Flips("settled, map[int64]int64", map.image()).flipAll();
        }
    }

    @Test
    void shouldFindFlipsInAGrowingMap()
    {
        try (OffHeapTypedMap map = create(MapType.of(LONG, LONG), -1))
        {
            for (int i = 0; i < 110; i++)
            {
                put(map, i);
            }
            assertTrue(map.image().growing());
            new Flips("growing, map[int64]int64", map.image()).flipAll();
        }
    }

    /** Keys that all fall into three buckets, so that spare and heap buckets are in use; growing to the same size. */
    @Test
    void shouldFindFlipsInChains()
    {
        try (OffHeapTypedMap map = create(MapType.of(LONG, LONG), 50))
        {
            int count = 0;
            for (long key = 0; count < 100; key++)
            {
                if ((MemHash.hash64(key, SEED & 0xffffffffL, KEYS.k0(), KEYS.k1()) & 15) < 3)
                {
                    put(map, key);
                    count++;
                }
            }
            assertTrue(map.image().noverflow() > 8);
            new Flips("chains, map[int64]int64", map.image()).flipAll();
        }
    }

    @Test
    void shouldFindFlipsInAGrowingMapOfStrings()
    {
        try (OffHeapTypedMap map = create(MapType.of(GoType.STRING, LONG), -1))
        {
            for (int i = 0; i < 110; i++)
            {
                put(map, i);
            }
            assertTrue(map.image().growing());
            new Flips("growing, map[string]int64", map.image()).flipAll();
        }
    }

    @Test
    void shouldFindFlipsInAnEmptiedMap()
    {
        try (OffHeapTypedMap map = create(MapType.of(LONG, LONG), -1))
        {
            for (int i = 0; i < 60; i++)
            {
                put(map, i);
            }
            for (int i = 0; i < 60; i++)
            {
                delete(map, i);
            }
            new Flips("emptied, map[int64]int64", map.image()).flipAll();
        }
    }

    /** One image, a copy to damage, and what became of the flips. */
    private static final class Flips
    {
        private final String name;
        private final MapImage original;
        private final MemorySegment bytes;
        private final MapImage image;
        private final ImageAnatomy anatomy;
        private final long originalKeyDigest;
        private final long originalElemDigest;
        private final String originalStale;
        private final Map<ImageAnatomy.Part, Tally> tallies = new EnumMap<>(ImageAnatomy.Part.class);
        private final List<String> failures = new ArrayList<>();
        private long entryCount;
        private long keyDigest;
        private long elemDigest;

        Flips(final String name, final MapImage original)
        {
            this.name = name;
            this.original = original;
            bytes = Arena.ofAuto().allocate(original.size(), 16);
            bytes.copyFrom(original.memory());
            image = new MapImage(bytes, original.base(), original.headerOffset(), original.type(), original.keys(),
                original.version());
            anatomy = new ImageAnatomy(original);
            readContents();
            originalKeyDigest = keyDigest;
            originalElemDigest = elemDigest;
            assertEquals(original.count(), entryCount);
            final VerifyReport report = MapVerifier.verify(image);
            assertTrue(report.clean(), report::toString);
            originalStale = stale(report);
        }

        void flipAll()
        {
            for (long bit = 0; bit < 8 * original.size(); bit++)
            {
                final long offset = bit >> 3;
                final byte before = bytes.get(ValueLayout.JAVA_BYTE, offset);
                bytes.set(ValueLayout.JAVA_BYTE, offset, (byte)(before ^ 1 << (bit & 7)));
                judge(offset, (int)bit & 7);
                bytes.set(ValueLayout.JAVA_BYTE, offset, before);
            }
            print();
            assertEquals(List.of(), failures);
        }

        private void judge(final long offset, final int bit)
        {
            final ImageAnatomy.Part part = anatomy.at(offset);
            final Tally tally = tallies.computeIfAbsent(part, (key) -> new Tally());
            final VerifyReport report = MapVerifier.verify(image);
            if (!report.clean())
            {
                tally.found++;
                return;
            }
            if (!stale(report).equals(originalStale))
            {
                tally.information++;
            }
            else
            {
                tally.unfound++;
            }
            if (!cannotBeFound(part, offset, bit) && failures.size() < 20)
            {
                failures.add("not found: " + part + ", offset=" + offset + ", bit=" + bit);
            }
            readContents();
            final boolean elemChanged = elemDigest != originalElemDigest;
            if ((keyDigest != originalKeyDigest || elemChanged != (part == ImageAnatomy.Part.ELEM_LIVE)) &&
                failures.size() < 20)
            {
                failures.add("other contents, not found: " + part + ", offset=" + offset + ", bit=" + bit);
            }
        }

        private static String stale(final VerifyReport report)
        {
            return report.findings().stream().filter((finding) -> finding.rule() == Check.S01).findAny()
                .map(Object::toString).orElse("");
        }

        /** The classes of flips that leave a healthy map behind. */
        private boolean cannotBeFound(final ImageAnatomy.Part part, final long offset, final int bit)
        {
            return switch (part)
            {
                case FREE, ELEM_LIVE, ELEM_DEAD, KEY_DEAD, KEY_EVACUATED -> true;
                case LIST_CAPACITY, LIST_ROOM, OVERFLOW_DEAD -> true;
                // another address at which the same bytes stand, for instance those of a longer string
                case KEY_LIVE -> original.type().key().kind() == GoType.Kind.STRING;
                case FLAGS -> bit < 2 && (image.flags() & 3) != HmapFlags.ITERATOR;
                case HASH0 -> original.count() == 0;
                case NEVACUATE -> !original.growing() && idleMark(image.nevacuate());
                // evacuatedX for evacuatedY or back, where no key is left to ask
                case TOPHASH_WIPED -> TopHash.isEvacuated(image.byteAt(offset)) && bit == 0;
                default -> false;
            };
        }

        /** nevacuate of a map that does not grow is what the last growth, if any, left; nobody reads it. */
        private boolean idleMark(final long nevacuate)
        {
            return nevacuate == 0 || nevacuate == 1L << original.b() || nevacuate == 1L << (original.b() - 1);
        }

        /**
         * What Go's range delivers: every slot that is live, of the old array where it is not evacuated. Digests of all
         * keys, and of all keys with their elems, in any order.
         */
        private void readContents()
        {
            entryCount = 0;
            keyDigest = 0;
            elemDigest = 0;
            final long count = 1L << image.b();
            for (long i = 0; i < count; i++)
            {
                readChain(image.bucketOffset(image.bucketsAddress(), i));
            }
            for (long i = 0; image.growing() && i < 1L << image.oldB(); i++)
            {
                final long bucket = image.bucketOffset(image.oldbucketsAddress(), i);
                if (!image.evacuated(bucket))
                {
                    readChain(bucket);
                }
            }
        }

        private void readChain(final long first)
        {
            for (long bucket = first; bucket != MapImage.NOWHERE; bucket = image.nextInChain(bucket))
            {
                for (int slot = 0; slot < 8; slot++)
                {
                    if (image.tophash(bucket, slot) >= TopHash.MIN_TOP_HASH)
                    {
                        final long key = digest(image.keySlotOffset(bucket, slot));
                        entryCount++;
                        keyDigest += key;
                        elemDigest += MemHash.mix(key, image.longAt(image.elemSlotOffset(bucket, slot)) ^ KEYS.k2());
                    }
                }
            }
        }

        private long digest(final long slot)
        {
            long digest = KEYS.k3();
            if (image.type().key().kind() != GoType.Kind.STRING)
            {
                return MemHash.mix(digest, image.longAt(slot) ^ KEYS.k1());
            }
            final long content = image.offsetOf(image.longAt(slot));
            for (long i = 0; i < image.longAt(slot + 8); i++)
            {
                digest = MemHash.mix(digest ^ KEYS.k0(), image.byteAt(content + i) ^ KEYS.k1());
            }
            return digest;
        }

        private void print()
        {
            final StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%n%s: %d bytes, %d entries, B=%d, noverflow=%d%n",
                name, original.size(), original.count(), original.b(), original.noverflow()));
            text.append(String.format(Locale.ROOT,
                "  %-46s %9s %9s %9s%n", "bits flipped in", "error", "stale", "unfound"));
            tallies.forEach((part, tally) -> text.append(String.format(Locale.ROOT,
                "  %-46s %9d %9d %9d%n", part.text, tally.found,
                tally.information, tally.unfound)));
            System.out.print(text);
        }
    }
}
