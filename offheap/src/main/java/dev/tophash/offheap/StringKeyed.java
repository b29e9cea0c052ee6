// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Required;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.CallerBytes;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.KeyStage;
import dev.tophash.offheap.values.Utf8;

/**
 * The way from a {@code String} to its place. A key that can be taken as a few words goes the straight line of {@link
 * StringLines}. Another one is hashed where it lies, encoded in an array, and compared with the first slot that
 * matches. For all else the key is staged as Go's string, and the walk is asked. Once the walk has answered, the staged
 * key is not needed any more.
 */
abstract class StringKeyed extends StringLines
{
    private final KeyStage stage;

    StringKeyed(final Opening opening)
    {
        super(opening);
        stage = new KeyStage(heap, 0);
        if (opening.adopted())
        {
            stage.makeRoomFor(Adoption.longestString(this));
        }
    }

    @Override
    final KeyStage keyStage()
    {
        return stage;
    }

    private long hash(final byte[] bytes, final int length)
    {
        return MemHash.hash(CallerBytes.ARRAY, bytes, 0, length, seed(), keys);
    }

    /** What the straight line says of bytes that lie in an array: a place, absent, or unsure. */
    private long straight(final byte[] bytes, final int length, final long hash)
    {
        final long place = firstMatch(hash);
        return place == Place.NOT_FOUND || place != Place.UNSURE &&
            StringKey.equalsArray(this, Place.keyOffset(place, StringDescriptor.SIZE), bytes, length) ? place :
            Place.UNSURE;
    }

    /** The straight line of a key that can be taken as words; {@link Place#UNSURE} for any other. */
    private long straight(final String key, final int mode)
    {
        final int length = CallerBytes.length(key);
        if (length == 0 || length > MOST_BYTES)
        {
            return Place.UNSURE;
        }
        if (length < Long.BYTES)
        {
            return straightFew(key, mode, length);
        }
        final long first = CallerBytes.word(key, 0);
        final long last = CallerBytes.word(key, length - Long.BYTES);
        // Strings only {
        if (!CallerBytes.isAscii(first | last))
        {
            return Place.UNSURE;
        }
        // }
        return length <= TWO_WORDS_BYTES ? straight(mode, length, first, last) :
            straight(key, mode, length, first, last);
    }

    private long straightFew(final String key, final int mode, final int length)
    {
        final long first = CallerBytes.first(key, length);
        final long last = CallerBytes.last(key, length);
        // Strings only {
        if (!CallerBytes.isAscii(first | last))
        {
            return Place.UNSURE;
        }
        // }
        return straightFew(mode, length, first, last);
    }

    private long straight(
        final String key, final int mode, final int length, final long first, final long last)
    {
        final long second = CallerBytes.word(key, Long.BYTES);
        final long third = CallerBytes.word(key, length - TWO_WORDS_BYTES);
        // Strings only {
        if (!CallerBytes.isAscii(second | third))
        {
            return Place.UNSURE;
        }
        // }
        if (length <= FOUR_WORDS_BYTES)
        {
            return straight(mode, length, first, second, third, last);
        }
        final long between = CallerBytes.word(key, TWO_WORDS_BYTES);
        final long behind = CallerBytes.word(key, TWO_WORDS_BYTES + Long.BYTES);
        // Strings only {
        if (!CallerBytes.isAscii(between | behind))
        {
            return Place.UNSURE;
        }
        // }
        return straight(mode, length, first, second, between, behind, third, last);
    }

    final long find(final String key)
    {
        final long place = straight(key, FIND);
        return place == Place.UNSURE ? findStaged(key) : place;
    }

    private long findStaged(final String key)
    {
        final int cell = stage.acquireForRead();
        try
        {
            final int length = stage.encode(cell, key);
            if (length < 0)
            {
                final long staged = stage.putLongToFind(key);
                return staged == NIL ? findNothing() : find(staged);
            }
            if (isSettled())
            {
                final byte[] bytes = stage.encoded(cell, key);
                final long place = straight(bytes, length, hash(bytes, length));
                if (place != Place.UNSURE)
                {
                    return place;
                }
            }
            return find(stage.putEncoded(cell, key, length));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /** The answer for a key that is longer than all others; a closed map has none. */
    private long findNothing()
    {
        heap.requireOpen();
        return Place.NOT_FOUND;
    }

    /** Puts a key into a cell, where a write finds it. */
    private long stageToStore(final int cell, final String key)
    {
        final int length = stage.encode(cell, key);
        return length < 0 ? stage.putLong(key) : stage.putEncoded(cell, key, length);
    }

    /** A key that is present at the first match is not staged; the map stores its value there. */
    final long assign(final String key)
    {
        if (isStraight())
        {
            final long place = straight(key, modeOf(key));
            if (place != Place.UNSURE)
            {
                endStraight();
                return place;
            }
        }
        return isMoving() ? assignMoving(key) : assignStaged(key);
    }

    private static int modeOf(final String key)
    {
        return CallerBytes.isSteady(key) ? ADD : ADD | UNSTEADY;
    }

    /** Whether a put in a map that grows may go the straight line, behind what it moves. */
    private boolean isMoving()
    {
        return growing() && elemPointers == null && !tracksDirtyBuckets() && !config.testHooks().slowWrites();
    }

    /** Moves what a growth has to move for a key, and goes the straight line of the new array. */
    private long assignMoving(final String key)
    {
        beginWrite();
        try
        {
            final long place = straight(key, modeOf(key) | MOVE);
            return place == Place.UNSURE ? assignMovedStaged(key) : place;
        }
        finally
        {
            endWrite();
        }
    }

    private long assignMovedStaged(final String key)
    {
        final boolean moving = !isSettled();
        unsettle();
        final int cell = stage.acquireForWrite();
        try
        {
            final long staged = stageToStore(cell, key);
            return assignAnywhere(staged, hash(staged), moving);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    private long assignStaged(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final int length = stage.encode(cell, key);
            if (length < 0)
            {
                return assign(stage.putLong(key));
            }
            final byte[] bytes = stage.encoded(cell, key);
            final long hash = hash(bytes, length);
            if (isStraight())
            {
                final long place = straight(bytes, length, hash);
                if (place > Place.UNSURE)
                {
                    endStraight();
                    return place;
                }
            }
            final long staged = stage.putEncoded(cell, key, length);
            return assign(staged, KeyStage.isEncodedHere(key) ? hash : hash(staged));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long prepare(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return prepare(stageToStore(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long addPrepared(final long place, final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return addPrepared(place, stageToStore(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long beginDelete(final String key)
    {
        if (isStraight())
        {
            final long place = straight(key, FIND);
            if (place == Place.NOT_FOUND || place != Place.UNSURE && isRemovableAt(place))
            {
                return place;
            }
        }
        return beginDeleteStaged(key);
    }

    private long beginDeleteStaged(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final int length = stage.encode(cell, key);
            final long staged = length < 0 ? stage.putLongToFind(key) : stage.putEncoded(cell, key, length);
            return staged == NIL ? findNothing() : beginDelete(staged);
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
            Memory.copy(memory, Place.keyOffset(place, StringDescriptor.SIZE), staged, StringDescriptor.SIZE);
            return beginDelete(staged);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    // ---------------------------------------------------------------- a key where the caller has it

    /** The straight line of a view that can be taken as words; {@link Place#UNSURE} for any other. */
    private long straight(final KeyView key, final int mode)
    {
        final int length = key.length();
        if (length == 0 || length > MOST_BYTES)
        {
            return Place.UNSURE;
        }
        if (length < Long.BYTES)
        {
            return straightFew(key, mode, length);
        }
        final long first = key.word(0);
        final long last = key.word(length - Long.BYTES);
        // Strings only {
        if (!CallerBytes.isAscii(first | last))
        {
            return Place.UNSURE;
        }
        // }
        return length <= TWO_WORDS_BYTES ? straight(mode, length, first, last) :
            straight(key, mode, length, first, last);
    }

    private long straightFew(final KeyView key, final int mode, final int length)
    {
        final long first = key.first(length);
        final long last = key.last(length);
        // Strings only {
        if (!CallerBytes.isAscii(first | last))
        {
            return Place.UNSURE;
        }
        // }
        return straightFew(mode, length, first, last);
    }

    private long straight(
        final KeyView key, final int mode, final int length, final long first, final long last)
    {
        final long second = key.word(Long.BYTES);
        final long third = key.word(length - TWO_WORDS_BYTES);
        // Strings only {
        if (!CallerBytes.isAscii(second | third))
        {
            return Place.UNSURE;
        }
        // }
        if (length <= FOUR_WORDS_BYTES)
        {
            return straight(mode, length, first, second, third, last);
        }
        final long between = key.word(TWO_WORDS_BYTES);
        final long behind = key.word(TWO_WORDS_BYTES + Long.BYTES);
        // Strings only {
        if (!CallerBytes.isAscii(between | behind))
        {
            return Place.UNSURE;
        }
        // }
        return straight(mode, length, first, second, between, behind, third, last);
    }

    /** The straight lines hash and compare the caller's bytes where they lie; the other way stages them. */
    final long find(final KeyView key)
    {
        Required.argument(key, "key");
        final long place = straight(key, FIND);
        return place == Place.UNSURE ? findBytes(key) : place;
    }

    private long findBytes(final KeyView key)
    {
        // Strings only {
        key.requireUtf8();
        // }
        if (isSettled())
        {
            final long place = straight(key);
            if (place != Place.UNSURE)
            {
                return place;
            }
        }
        return findStaged(key);
    }

    /** What the straight line says of the bytes of a view: a place, absent, or unsure. */
    private long straight(final KeyView key)
    {
        final long place = firstMatch(key.hash(seed(), keys));
        return place == Place.NOT_FOUND || place != Place.UNSURE &&
            StringKey.equalsView(this, Place.keyOffset(place, StringDescriptor.SIZE), key) ? place : Place.UNSURE;
    }

    private long findStaged(final KeyView key)
    {
        final int cell = stage.acquireForRead();
        try
        {
            final long staged = stageToFind(cell, key);
            return staged == NIL ? findNothing() : find(staged);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    private long stageToFind(final int cell, final KeyView key)
    {
        final long staged = stage.roomToFind(cell, key.length());
        if (staged != NIL)
        {
            key.copyTo(memory, KeyStage.content(staged));
        }
        return staged;
    }

    /** Copies a key that may be stored. From here on nothing of the caller's is read; so the copy is checked, too. */
    private long stageToStore(final int cell, final KeyView key)
    {
        // Strings only {
        key.requireUtf8();
        // }
        final int length = key.length();
        final long staged = stage.room(cell, length);
        key.copyTo(memory, KeyStage.content(staged));
        // Strings only {
        if (!key.isText())
        {
            KeyView.requireUtf8(Utf8.malformedAt(Memory.SOURCE, memory, KeyStage.content(staged), length));
        }
        // }
        return staged;
    }

    final long assign(final KeyView key)
    {
        Required.argument(key, "key");
        if (isStraight())
        {
            final long place = straight(key, modeOf(key));
            if (place != Place.UNSURE)
            {
                endStraight();
                return place;
            }
        }
        return isMoving() ? assignMoving(key) : assignBytes(key);
    }

    private static int modeOf(final KeyView key)
    {
        return key.isText() ? ADD : ADD | UNSTEADY;
    }

    private long assignMoving(final KeyView key)
    {
        beginWrite();
        try
        {
            final long place = straight(key, modeOf(key) | MOVE);
            return place == Place.UNSURE ? assignMovedStaged(key) : place;
        }
        finally
        {
            endWrite();
        }
    }

    private long assignMovedStaged(final KeyView key)
    {
        final boolean moving = !isSettled();
        unsettle();
        final int cell = stage.acquireForWrite();
        try
        {
            final long staged = stageToStore(cell, key);
            return assignAnywhere(staged, hash(staged), moving);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    private long assignBytes(final KeyView key)
    {
        // Strings only {
        key.requireUtf8();
        // }
        if (isStraight())
        {
            final long place = straight(key);
            if (place > Place.UNSURE)
            {
                endStraight();
                return place;
            }
        }
        final int cell = stage.acquireForWrite();
        try
        {
            return assign(stageToStore(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long prepare(final KeyView key)
    {
        Required.argument(key, "key");
        final int cell = stage.acquireForWrite();
        try
        {
            return prepare(stageToStore(cell, key));
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
            return addPrepared(place, stageToStore(cell, key));
        }
        catch (final IllegalArgumentException | IllegalStateException | OffHeapMemoryException e)
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
        Required.argument(key, "key");
        if (isStraight())
        {
            final long place = straight(key, FIND);
            if (place == Place.NOT_FOUND || place != Place.UNSURE && isRemovableAt(place))
            {
                return place;
            }
        }
        return beginDeleteBytes(key);
    }

    private long beginDeleteBytes(final KeyView key)
    {
        // Strings only {
        key.requireUtf8();
        // }
        final int cell = stage.acquireForWrite();
        try
        {
            final long staged = stageToFind(cell, key);
            return staged == NIL ? findNothing() : beginDelete(staged);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }
}
