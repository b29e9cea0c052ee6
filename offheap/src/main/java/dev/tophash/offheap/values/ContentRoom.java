// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * Room for what the strings and interfaces of a staged value hold.
 *
 * <pre>
 *   start            next         end
 *   | live | dead | live | free   |
 * </pre>
 *
 * <p>New content goes behind the content that is there. If a field is set again, its old content stays, dead. When the
 * room is full, the live pieces move together, lowest first, and their fields follow. The value's own fields say which
 * pieces are live. A larger room is taken only if more than half of the room is live. So a value can be set any number
 * of times without a clear, in the room that its largest state needs.
 */
public final class ContentRoom
{
    private final Heap heap;
    private final long value;
    private final int[] stringOffsets;
    private final int[] interfaceOffsets;
    private final long firstStart;
    private final long firstEnd;
    private long start;
    private long next;
    private long end;

    /** The room that pieces move to just now; a string header that has moved still leads to characters here. */
    private long movedStart;
    private long movedEnd;

    /** The piece that {@link #findLowest} found: the pointer to it, and its size. */
    private long pieceField;
    private long pieceSize;

    /** An empty room, for what a value of a type holds. */
    public ContentRoom(final Heap heap, final GoType type, final long value, final long start, final long end)
    {
        this.heap = heap;
        this.value = value;
        final PointerFields fields = PointerFields.of(heap, type, false);
        stringOffsets = fields == null ? new int[0] : fields.stringOffsets();
        interfaceOffsets = fields == null ? new int[0] : fields.interfaceOffsets();
        firstStart = start;
        firstEnd = end;
        this.start = start;
        next = start;
        this.end = end;
    }

    private static long rounded(final long size)
    {
        return (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    /** Nothing is live any more. */
    public void clear()
    {
        next = start;
    }

    /** Room for one more piece. Pieces may move: an offset into the room is good until the next call. */
    public long allocate(final long size)
    {
        final long space = rounded(size);
        if (space > end - next)
        {
            makeRoom(space);
        }
        final long at = next;
        next += space;
        return at;
    }

    private void makeRoom(final long space)
    {
        final long live = liveSize();
        if (2 * (live + space) <= end - start)
        {
            moveTogether();
        }
        else
        {
            final long size = 2 * (live + space);
            final long room = heap.region().obtain(size, "staged content");
            heap.staging().note(size);
            moveTo(room, room + size);
        }
    }

    /** Goes back to the first room, if what is live has space there. */
    public void shrink()
    {
        if (start != firstStart && liveSize() <= firstEnd - firstStart)
        {
            moveTo(firstStart, firstEnd);
        }
    }

    private void moveTo(final long newStart, final long newEnd)
    {
        movedStart = newStart;
        movedEnd = newEnd;
        long at = newStart;
        for (long from = start; findLowest(from); at += rounded(pieceSize))
        {
            from = movePiece(at);
        }
        if (start != firstStart)
        {
            heap.region().dismiss(start, end - start);
            heap.staging().note(start - end);
        }
        start = newStart;
        next = at;
        end = newEnd;
        movedEnd = movedStart;
    }

    private void moveTogether()
    {
        long at = start;
        for (long from = start; findLowest(from); at += rounded(pieceSize))
        {
            from = movePiece(at);
        }
        next = at;
    }

    /** Moves the piece that was found; returns where the next one can begin. */
    private long movePiece(final long to)
    {
        final long from = heap.offsetAt(pieceField);
        Memory.copy(heap.memory(), from, to, pieceSize);
        heap.putAddress(pieceField, to);
        return from + rounded(pieceSize);
    }

    private long liveSize()
    {
        long size = 0;
        for (long from = start; findLowest(from); from = heap.offsetAt(pieceField) + rounded(pieceSize))
        {
            size += rounded(pieceSize);
        }
        return size;
    }

    /** Finds the lowest live piece of the room from an offset on. */
    private boolean findLowest(final long from)
    {
        pieceField = Heap.NIL;
        for (final int offset : stringOffsets)
        {
            considerString(value + offset, from);
        }
        for (final int offset : interfaceOffsets)
        {
            final long field = value + offset + DATA_OFFSET;
            final long box = heap.offsetAt(field);
            final boolean string = heap.dynamicTypes().isString(heap.offsetAt(value + offset + TYPE_OFFSET));
            consider(field, string ? StringDescriptor.SIZE : Long.BYTES, from);
            if (string && (isHeader(box, start, end) || isHeader(box, movedStart, movedEnd)))
            {
                considerString(box, from);
            }
        }
        return pieceField != Heap.NIL;
    }

    private static boolean isHeader(final long box, final long from, final long to)
    {
        return box >= from && box <= to - StringDescriptor.SIZE;
    }

    private void considerString(final long header, final long from)
    {
        final long length = Memory.getLong(heap.memory(), header + LENGTH_OFFSET);
        if (length > 0)
        {
            consider(header + ADDRESS_OFFSET, length, from);
        }
    }

    /** Looks at one field. It may hold anything; what does not point into the room is not a piece. */
    private void consider(final long field, final long size, final long from)
    {
        final long piece = heap.offsetAt(field);
        if (piece >= from && size <= next - piece && (pieceField == Heap.NIL || piece < heap.offsetAt(pieceField)))
        {
            pieceField = field;
            pieceSize = size;
        }
    }
}
