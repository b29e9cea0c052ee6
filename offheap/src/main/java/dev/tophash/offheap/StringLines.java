// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.CallerBytes;
import dev.tophash.offheap.memory.Memory;

/**
 * The straight lines of keys of 1 to 48 bytes behind a pointer. A key comes as the words that Go's hash takes, loaded
 * from where the caller has it: they are hashed, compared and stored. The last ones may overlap those before.
 *
 * <p>A line answers with the place of the key, {@link Place#NOT_FOUND}, or {@link Place#UNSURE}, which leaves the rest
 * to the walks. One that may add a key does so if the main bucket says that it is absent, and slot and box are there.
 */
abstract class StringLines extends StringKeyTable
{
    static final int TWO_WORDS_BYTES = 2 * Long.BYTES;
    static final int FOUR_WORDS_BYTES = 4 * Long.BYTES;

    /** Keys of up to so many bytes, but not of none, take a line. */
    static final int MOST_BYTES = 6 * Long.BYTES;

    /** What a line does with a key that is absent: nothing. */
    static final int FIND = 0;

    /** It adds the key. */
    static final int ADD = 1;

    /** Beside {@link #ADD}: if words that overlap agree, as somebody may change the bytes while they are loaded. */
    static final int UNSTEADY = 2;

    /** Beside {@link #ADD}: it moves first what a growth has to move for the key. The write has begun. */
    static final int MOVE = 4;

    StringLines(final Opening opening)
    {
        super(opening);
    }

    /** The line of 1 to 7 bytes, as {@link CallerBytes#first} and {@link CallerBytes#last} take them. */
    final long straightFew(final int mode, final int length, final long first, final long last)
    {
        final long hash = MemHash.hashWords(first, last, length, seedAndK0(), k1);
        moveFirst(mode, hash);
        final long place = firstMatch(hash);
        if (place > Place.UNSURE && holds(place, length) && holdsFew(boxOf(place), length, first, last))
        {
            return place;
        }
        if (!isAbsent(place, hash))
        {
            return Place.UNSURE;
        }
        return mode == FIND ? Place.NOT_FOUND : addFew(mode, hash, length, first, last);
    }

    private long addFew(final int mode, final long hash, final int length, final long first, final long last)
    {
        final long box = boxFor(length);
        if (box == NIL)
        {
            return Place.UNSURE;
        }
        storeFew(box, length, first, last);
        if ((mode & UNSTEADY) != 0 && !holdsFew(box, length, first, last))
        {
            heap.boxes().free(box);
            return Place.UNSURE;
        }
        return point(hash, box, length);
    }

    /** The line of 8 to 16 bytes. */
    final long straight(final int mode, final int length, final long first, final long last)
    {
        final long hash = MemHash.hashWords(first, last, length, seedAndK0(), k1);
        moveFirst(mode, hash);
        final long place = firstMatch(hash);
        if (place > Place.UNSURE && holds(place, length) && holds(boxOf(place), length, first, last))
        {
            return place;
        }
        if (!isAbsent(place, hash))
        {
            return Place.UNSURE;
        }
        return mode == FIND ? Place.NOT_FOUND : add(mode, hash, length, first, last);
    }

    private long add(final int mode, final long hash, final int length, final long first, final long last)
    {
        if ((mode & UNSTEADY) != 0 && !agree(first, last, length - Long.BYTES))
        {
            return Place.UNSURE;
        }
        final long box = boxFor(length);
        if (box == NIL)
        {
            return Place.UNSURE;
        }
        store(box, length, first, last);
        return point(hash, box, length);
    }

    /** The line of 17 to 32 bytes: two words from their start, two to their end. */
    final long straight(
        final int mode, final int length, final long first, final long second, final long third, final long last)
    {
        final long state = MemHash.hashPair(first, second, seedAndK0(), k1);
        final long hash = MemHash.hashWords(third, last, length, state, k1);
        moveFirst(mode, hash);
        final long place = firstMatch(hash);
        if (place > Place.UNSURE && holds(place, length))
        {
            final long box = boxOf(place);
            if (holds(box, TWO_WORDS_BYTES, first, second) &&
                holds(lastPair(box, length), TWO_WORDS_BYTES, third, last))
            {
                return place;
            }
        }
        if (!isAbsent(place, hash))
        {
            return Place.UNSURE;
        }
        return mode == FIND ? Place.NOT_FOUND : add(mode, hash, length, first, second, third, last);
    }

    private long add(
        final int mode, final long hash, final int length, final long first, final long second, final long third,
        final long last)
    {
        if ((mode & UNSTEADY) != 0 && !agree(length, first, second, third, last))
        {
            return Place.UNSURE;
        }
        final long box = boxFor(length);
        if (box == NIL)
        {
            return Place.UNSURE;
        }
        store(box, TWO_WORDS_BYTES, first, second);
        store(lastPair(box, length), TWO_WORDS_BYTES, third, last);
        return point(hash, box, length);
    }

    /** The line of 33 to 48 bytes: four words from their start, two to their end. */
    final long straight(
        final int mode, final int length, final long first, final long second, final long third,
        final long fourth, final long fifth, final long last)
    {
        final long state = MemHash.hashPair(third, fourth, MemHash.hashPair(first, second, seedAndK0(), k1), k1);
        final long hash = MemHash.hashWords(fifth, last, length, state, k1);
        moveFirst(mode, hash);
        final long place = firstMatch(hash);
        if (place > Place.UNSURE && holds(place, length))
        {
            final long box = boxOf(place);
            if (holds(box, TWO_WORDS_BYTES, first, second) &&
                holds(box + TWO_WORDS_BYTES, TWO_WORDS_BYTES, third, fourth) &&
                holds(lastPair(box, length), TWO_WORDS_BYTES, fifth, last))
            {
                return place;
            }
        }
        if (!isAbsent(place, hash))
        {
            return Place.UNSURE;
        }
        return mode == FIND ? Place.NOT_FOUND : add(mode, hash, length, first, second, third, fourth, fifth, last);
    }

    private long add(
        final int mode, final long hash, final int length, final long first, final long second, final long third,
        final long fourth, final long fifth, final long last)
    {
        if ((mode & UNSTEADY) != 0 && !agree(length - TWO_WORDS_BYTES, third, fourth, fifth, last))
        {
            return Place.UNSURE;
        }
        final long box = boxFor(length);
        if (box == NIL)
        {
            return Place.UNSURE;
        }
        store(box, TWO_WORDS_BYTES, first, second);
        store(box + TWO_WORDS_BYTES, TWO_WORDS_BYTES, third, fourth);
        store(lastPair(box, length), TWO_WORDS_BYTES, fifth, last);
        return point(hash, box, length);
    }

    // ---------------------------------------------------------------- words that overlap

    /** Whether two words that begin at most eight bytes apart say the same of the bytes that both have. */
    private static boolean agree(final long word, final long behind, final int distance)
    {
        // Twice the half: a shift by 64 would be none.
        final int half = distance * Byte.SIZE / 2;
        return (word >>> half >>> half ^ behind) << half << half == 0;
    }

    /** Whether the words of 17 to 32 bytes say the same of the bytes that two of them have. */
    private static boolean agree(
        final int length, final long first, final long second, final long third, final long last)
    {
        final int behindFirst = length - TWO_WORDS_BYTES;
        final int behindSecond = behindFirst - Long.BYTES;
        return behindSecond >= 0 ? agree(second, third, behindSecond) : agree(first, third, behindFirst) &&
            agree(third, second, -behindSecond) && agree(second, last, behindFirst);
    }

    // ---------------------------------------------------------------- slots and boxes

    private void moveFirst(final int mode, final long hash)
    {
        if ((mode & MOVE) != 0)
        {
            moveFor(hash);
        }
    }

    private void moveFor(final long hash)
    {
        growWork(hash & mask());
        settleMoved();
    }

    /** Whether a key is absent that is not at what {@link #firstMatch} says. */
    private boolean isAbsent(final long place, final long hash)
    {
        return place == Place.NOT_FOUND || place != Place.UNSURE && isAbsentBehind(hash);
    }

    /** Whether the key of a slot has a length. */
    private boolean holds(final long place, final int length)
    {
        return Memory.getLong(memory, Place.keyOffset(place, StringDescriptor.SIZE) + LENGTH_OFFSET) == length;
    }

    private long boxOf(final long place)
    {
        return offsetAt(Place.keyOffset(place, StringDescriptor.SIZE) + ADDRESS_OFFSET);
    }

    private static long lastPair(final long box, final int length)
    {
        return box + length - TWO_WORDS_BYTES;
    }

    /** Whether bytes begin with a word and end with another. */
    private boolean holds(final long at, final int length, final long first, final long last)
    {
        return Memory.getLong(memory, at) == first && Memory.getLong(memory, at + length - Long.BYTES) == last;
    }

    private void store(final long at, final int length, final long first, final long last)
    {
        Memory.putLong(memory, at, first);
        Memory.putLong(memory, at + length - Long.BYTES, last);
    }

    /** As {@link #holds(long, int, long, long)}: up to seven bytes are four and four, up to three are three. */
    private boolean holdsFew(final long at, final int length, final long first, final long last)
    {
        return length >= Integer.BYTES ? Memory.getInt(memory, at) == (int)first &&
            Memory.getInt(memory, at + length - Integer.BYTES) == (int)last :
            first == CallerBytes.few(Memory.getUnsignedByte(memory, at),
                Memory.getUnsignedByte(memory, at + (length >> 1)), Memory.getUnsignedByte(memory, at + length - 1));
    }

    private void storeFew(final long at, final int length, final long first, final long last)
    {
        if (length >= Integer.BYTES)
        {
            Memory.putInt(memory, at, (int)first);
            Memory.putInt(memory, at + length - Integer.BYTES, (int)last);
        }
        else
        {
            Memory.putByte(memory, at + length - 1, (byte)(first >>> 2 * Byte.SIZE));
            Memory.putByte(memory, at + (length >> 1), (byte)(first >>> Byte.SIZE));
            Memory.putByte(memory, at, (byte)first);
        }
    }

    /** A box for a key, if an entry may be added and the budget has it. */
    private long boxFor(final int length)
    {
        if (!isStraightForOneMore() || elemPointers != null)
        {
            return NIL;
        }
        final long box = heap.boxes().allocateAtOnce(length);
        return box == NIL ? boxOfNewSlab(length) : box;
    }

    /** As {@link #boxFor}, after its slab. If that is refused nothing has changed. */
    private long boxOfNewSlab(final int length)
    {
        heap.boxes().makeRoom(length);
        moves.noteIfDue();
        return isStraightForOneMore() ? heap.boxes().allocateAtOnce(length) : NIL;
    }

    /** Makes an entry of a box that holds its key. */
    private long point(final long hash, final long box, final int length)
    {
        final long place = firstEmpty(hash);
        final long slot = Place.keyOffset(place, StringDescriptor.SIZE);
        putAddress(slot + ADDRESS_OFFSET, box);
        Memory.putLong(memory, slot + LENGTH_OFFSET, length);
        return occupy(place, TopHash.of(hash));
    }
}
