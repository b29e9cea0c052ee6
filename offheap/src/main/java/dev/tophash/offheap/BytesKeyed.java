// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.CallerBytes;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.KeyStage;

/**
 * The way from a fixed number of bytes to their place. The straight line hashes the key where the caller has it, and
 * compares it with the first slot that matches. A key of 8 to 16 bytes goes it as two words, which are
 * hashed, compared and stored. For all else the key is staged in the region, and the walk is asked. Once the walk has
 * answered, the staged key is not needed any more.
 */
abstract class BytesKeyed extends BytesKeyTable
{
    private final KeyStage stage;
    private final int keyBytes;

    BytesKeyed(final Opening opening)
    {
        super(opening);
        keyBytes = type.key().size();
        stage = new KeyStage(heap, keyBytes);
    }

    @Override
    final KeyStage keyStage()
    {
        return stage;
    }

    /**
     * Bytes of a key.
     *
     * @return at least 1.
     */
    public final int keySize()
    {
        return keyBytes;
    }

    /** Refuses an array that is no key. */
    static void checkKey(final byte[] key, final int keySize)
    {
        Required.argument(key, "key");
        if (key.length != keySize)
        {
            throw new IllegalArgumentException("key of wrong length: length=" + key.length + ", keySize=" + keySize);
        }
    }

    /** Whether keys are two words, in slots that hold nothing else. */
    private boolean areTwoWords()
    {
        return keyBytes >= Long.BYTES && keyBytes <= 2 * Long.BYTES;
    }

    /**
     * The straight line of a key that is two words, which may overlap.
     *
     * @return its place, {@link Place#NOT_FOUND} or, which leaves the rest to the walks, {@link Place#UNSURE}.
     */
    private long straight(final boolean adding, final long first, final long last)
    {
        final long hash = MemHash.hashWords(first, last, keyBytes, seedAndK0(), k1);
        final long place = firstMatch(hash);
        if (place == Place.NOT_FOUND)
        {
            return adding ? add(hash, first, last) : place;
        }
        if (place != Place.UNSURE)
        {
            final long slot = Place.keyOffset(place, keySize);
            if (Memory.getLong(memory, slot) == first &&
                Memory.getLong(memory, slot + keyBytes - Long.BYTES) == last)
            {
                return place;
            }
        }
        return Place.UNSURE;
    }

    private long add(final long hash, final long first, final long last)
    {
        if (!pointerFree || !isStraightForOneMore())
        {
            return Place.UNSURE;
        }
        final long place = firstEmpty(hash);
        final long slot = Place.keyOffset(place, keySize);
        Memory.putLong(memory, slot, first);
        Memory.putLong(memory, slot + keyBytes - Long.BYTES, last);
        if (Memory.getLong(memory, slot) != first)
        {
            // The words overlap, and somebody changes the key meanwhile.
            return Place.UNSURE;
        }
        return occupy(place, TopHash.of(hash));
    }

    /** What the straight line says of bytes that lie in an array: a place, absent, or unsure. */
    private long straight(final byte[] key, final boolean adding)
    {
        if (areTwoWords())
        {
            return straight(adding, CallerBytes.word(key, 0), CallerBytes.word(key, keyBytes - Long.BYTES));
        }
        final long place = firstMatch(MemHash.hash(CallerBytes.ARRAY, key, 0, keyBytes, seed(), keys));
        if (place == Place.NOT_FOUND)
        {
            return adding ? Place.UNSURE : place;
        }
        return place != Place.UNSURE && BytesKey.equalsArray(this, Place.keyOffset(place, keySize), key) ? place :
            Place.UNSURE;
    }

    private long put(final int cell, final byte[] key)
    {
        final long offset = stage.offset(cell);
        Memory.putBytes(key, 0, memory, offset, keyBytes);
        return offset;
    }

    final long find(final byte[] key)
    {
        checkKey(key, keyBytes);
        if (isSettled())
        {
            final long place = straight(key, false);
            if (place != Place.UNSURE)
            {
                return place;
            }
        }
        final int cell = stage.acquireForRead();
        try
        {
            return find(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long assign(final byte[] key)
    {
        checkKey(key, keyBytes);
        if (isStraight())
        {
            final long place = straight(key, true);
            if (place != Place.UNSURE)
            {
                endStraight();
                return place;
            }
        }
        final int cell = stage.acquireForWrite();
        try
        {
            return assign(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long prepare(final byte[] key)
    {
        checkKey(key, keyBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            return prepare(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long addPrepared(final long place, final byte[] key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return addPrepared(place, put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long beginDelete(final byte[] key)
    {
        checkKey(key, keyBytes);
        if (isStraight())
        {
            final long place = straight(key, false);
            if (place == Place.NOT_FOUND || place != Place.UNSURE && isRemovableAt(place))
            {
                return place;
            }
        }
        final int cell = stage.acquireForWrite();
        try
        {
            return beginDelete(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /** As {@link #beginDelete}, for the key of an entry: it is staged, as the walk may move the entry first. */
    final long beginDeleteOf(final long place)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final long staged = stage.offset(cell);
            Memory.copy(memory, BytesKey.load(this, Place.keyOffset(place, keySize)), staged, keyBytes);
            return beginDelete(staged);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    // ---------------------------------------------------------------- a key where the caller has it

    /** The straight line hashes and compares the caller's bytes where they lie; the other way stages them. */
    final long find(final KeyView key)
    {
        checkKey(key);
        if (isSettled())
        {
            final long place = straight(key, false);
            if (place != Place.UNSURE)
            {
                return place;
            }
        }
        return findStaged(key);
    }

    /** What the straight line says of the bytes of a view: a place, absent, or unsure. */
    private long straight(final KeyView key, final boolean adding)
    {
        if (areTwoWords())
        {
            return straight(adding, key.word(0), key.word(keyBytes - Long.BYTES));
        }
        final long place = firstMatch(key.hash(seed(), keys));
        if (place == Place.NOT_FOUND)
        {
            return adding ? Place.UNSURE : place;
        }
        return place != Place.UNSURE && BytesKey.equalsView(this, Place.keyOffset(place, keySize), key) ? place :
            Place.UNSURE;
    }

    private long findStaged(final KeyView key)
    {
        final int cell = stage.acquireForRead();
        try
        {
            return find(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    private void checkKey(final KeyView key)
    {
        Required.argument(key, "key");
        if (key.length() != keyBytes)
        {
            throw new IllegalArgumentException(
                "key of wrong length: length=" + key.length() + ", keySize=" + keyBytes);
        }
    }

    /** Copies a key. From here on nothing of the caller's is read. */
    private long put(final int cell, final KeyView key)
    {
        checkKey(key);
        final long offset = stage.offset(cell);
        key.copyTo(memory, offset);
        return offset;
    }

    final long assign(final KeyView key)
    {
        checkKey(key);
        if (isStraight())
        {
            final long place = straight(key, true);
            if (place != Place.UNSURE)
            {
                endStraight();
                return place;
            }
        }
        final int cell = stage.acquireForWrite();
        try
        {
            return assign(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long prepare(final KeyView key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return prepare(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /** What was prepared for the key is given back if the view can't be read a second time. */
    final long addPrepared(final long place, final KeyView key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return addPrepared(place, put(cell, key));
        }
        catch (final IllegalArgumentException | IllegalStateException e)
        {
            abandonFunction();
            throw e;
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long beginDelete(final KeyView key)
    {
        checkKey(key);
        if (isStraight())
        {
            final long place = straight(key, false);
            if (place == Place.NOT_FOUND || place != Place.UNSURE && isRemovableAt(place))
            {
                return place;
            }
        }
        final int cell = stage.acquireForWrite();
        try
        {
            return beginDelete(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }
}
