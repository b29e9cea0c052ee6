// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.hash.AddressDecoder;
import dev.tophash.hash.GoEquality;
import dev.tophash.hash.GoHash;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * One live entry at a time: its pointers, its tophash, its bucket, and whether its key has been met before.
 *
 * <p>Nobody can compute the hash of a key that does not equal itself again, and such a key may be there many times; it
 * is only counted. If the image has no hash keys, keys of our own serve to find duplicates, and tophash and bucket are
 * not checked.
 */
final class EntryChecks
{
    private static final HashKeys OWN_KEYS = HashKeys.random(new SplittableRandom(0x746f7068617368L));
    private static final int SLOT_MASK = 7;

    private final MapImage image;
    private final MemorySegment memory;
    private final MapType type;
    private final GoType keyType;
    private final MapType.KeyKind keyKind;
    private final boolean reflexive;
    private final boolean keyPointers;
    private final boolean elemPointers;
    private final boolean hashChecked;
    private final HashKeys keys;
    private final long seed;
    private final AddressDecoder decoder;
    private final Geometry geometry;
    private final FindingList findings;
    private final PointerChecks pointers;
    private final ExtentChecks extents;
    private final KeyTable table;

    private long chainIndex;
    private long chainMask;
    private boolean chainOld;
    private long count;

    EntryChecks(
        final MapImage image, final Geometry geometry, final FindingList findings, final ExtentChecks extents)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
        this.extents = extents;
        memory = image.memory();
        type = image.type();
        keyType = type.key();
        keyKind = type.indirectKey() ? MapType.KeyKind.TYPED : type.keyKind();
        reflexive = type.reflexiveKey();
        keyPointers = type.keyHasPointers();
        elemPointers = type.elem().hasPointers();
        hashChecked = image.keys() != null;
        keys = hashChecked ? image.keys() : OWN_KEYS;
        seed = hashChecked ? image.hash0() & 0xffffffffL : 0;
        decoder = image::offsetOf;
        pointers = new PointerChecks(image, geometry, findings);
        table = new KeyTable(Math.min(image.count(), geometry.mainCount * 13));
    }

    boolean hashChecked()
    {
        return hashChecked;
    }

    /** Live entries so far. */
    long count()
    {
        return count;
    }

    /** Says which chain the next entries are in. */
    void enterChain(final long index, final long mask, final boolean old)
    {
        chainIndex = index;
        chainMask = mask;
        chainOld = old;
    }

    void check(final long bucket, final int slot, final int top)
    {
        count++;
        checkElem(bucket, slot);
        final long key = image.keyOffset(bucket, slot);
        if (key == NOWHERE)
        {
            findings.add(Check.P02, image.keySlotOffset(bucket, slot), location(bucket, slot).in("key"),
                "the address of " + keyType.size() + " bytes in the memory", hexAt(image.keySlotOffset(bucket, slot)));
            return;
        }
        if (type.indirectKey())
        {
            extents.add(ExtentChecks.KEY_BOX, key);
        }
        if (keyPointers && !pointers.check(keyType, key, bucket, slot, "key"))
        {
            return;
        }
        try
        {
            if (!reflexive && !GoEquality.reflexive(keyType, Memory.SOURCE, memory, key, decoder, image.resolver()))
            {
                return;
            }
            final long hash = hash(key);
            if (hashChecked)
            {
                checkHash(bucket, slot, top, hash);
            }
            checkUnique(bucket, slot, key, hash);
        }
        catch (final MapCorruptionException corrupt)
        {
            findings.add(Check.P02, key, location(bucket, slot).in("key"), corrupt.finding().expected(),
                corrupt.finding().actual());
        }
    }

    /** The hash of a key that equals itself. */
    long hash(final long key)
    {
        return switch (keyKind)
        {
            case LONG -> MemHash.hash64(image.longAt(key), seed, keys.k0(), keys.k1());
            case INT -> MemHash.hash32(image.intAt(key), seed, keys.k0(), keys.k1());
            case BYTES -> MemHash.hash(Memory.SOURCE, memory, key, keyType.size(), seed, keys);
            case STRING -> GoHash.string(Memory.SOURCE, memory, key, seed, keys, decoder);
            case TYPED -> GoHash.hash(
                keyType, Memory.SOURCE, memory, key, seed, keys, decoder, image.resolver(), () -> 0);
        };
    }

    boolean reflexive(final long key)
    {
        return GoEquality.reflexive(keyType, Memory.SOURCE, memory, key, decoder, image.resolver());
    }

    private void checkHash(final long bucket, final int slot, final int top, final long hash)
    {
        if (top != TopHash.of(hash))
        {
            findings.add(Check.T01, bucket + slot, location(bucket, slot), TopHash.describe(TopHash.of(hash)),
                TopHash.describe(top));
        }
        if ((hash & chainMask) != chainIndex)
        {
            findings.add(Check.B01, bucket + slot, location(bucket, slot),
                "a key of bucket " + chain() + chainIndex, "a key of bucket " + chain() + (hash & chainMask));
        }
    }

    private void checkUnique(final long bucket, final int slot, final long key, final long hash)
    {
        int cell = table.first(hash);
        while (true)
        {
            cell = table.seek(cell, hash);
            final long place = table.place(cell);
            if (place < 0)
            {
                table.fill(cell, hash, bucket + slot, chainOld);
                return;
            }
            final int otherSlot = slotOf(place);
            final long other = place - otherSlot;
            if (equal(key, image.keyOffset(other, otherSlot)))
            {
                final boolean across = chainOld != table.old(cell);
                findings.add(across ? Check.B03 : Check.B02, bucket + slot, location(bucket, slot),
                    "a key that is present once", "the key of " + location(other, otherSlot));
                return;
            }
            cell++;
        }
    }

    private int slotOf(final long place)
    {
        return (int)(image.addressOf(place) & SLOT_MASK);
    }

    private boolean equal(final long a, final long b)
    {
        return switch (keyKind)
        {
            case LONG -> image.longAt(a) == image.longAt(b);
            case INT -> image.intAt(a) == image.intAt(b);
            default -> GoEquality.equal(keyType, Memory.SOURCE, memory, a, b, decoder, image.resolver());
        };
    }

    private void checkElem(final long bucket, final int slot)
    {
        if (!type.indirectElem() && !elemPointers)
        {
            return;
        }
        final long elem = image.elemOffset(bucket, slot);
        if (elem == NOWHERE)
        {
            findings.add(Check.P02, image.elemSlotOffset(bucket, slot), location(bucket, slot).in("elem"),
                "the address of " + type.elem().size() + " bytes in the memory",
                hexAt(image.elemSlotOffset(bucket, slot)));
            return;
        }
        if (type.indirectElem())
        {
            extents.add(ExtentChecks.ELEM_BOX, elem);
        }
        if (elemPointers)
        {
            pointers.check(type.elem(), elem, bucket, slot, "elem");
        }
    }

    private String chain()
    {
        return chainOld ? "O" : "M";
    }

    private Location location(final long bucket, final int slot)
    {
        return geometry.location(bucket).at(slot);
    }

    private String hexAt(final long offset)
    {
        return "0x" + Long.toHexString(image.longAt(offset));
    }
}
