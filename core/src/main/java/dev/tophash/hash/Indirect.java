// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Location;
import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.StringDescriptor;

/**
 * What hashing and equality share when a value leads to other memory: strings and interfaces.
 *
 * <p><b>Why a budget.</b>  The content of an interface can contain interfaces.  In real Go such a value is finite, but
 * corrupted bytes can make it contain itself, and then a plain recursion never ends, or ends with the stack.  Each
 * interface on the way down gets its share of a fixed budget: the budget divided by the number of interfaces beside it,
 * and at least halved.  So no path is deeper than 20 interfaces and no level has more than {@link #BUDGET}, without any
 * state that would have to be allocated.
 */
final class Indirect
{
    /** How many interfaces may be reached at one level below an interface that lies in the key itself. */
    static final long BUDGET = 1 << 20;

    private Indirect()
    {
    }

    static <M> long stringLength(
        final ByteSource<M> source, final M memory, final long offset)
    {
        final long length = source.getLong(memory, offset + StringDescriptor.LENGTH_OFFSET);
        if (length < 0)
        {
            throw corrupt(offset, "string", "a length of at least 0", length);
        }
        return length;
    }

    static <M> long stringBytes(
        final ByteSource<M> source, final M memory, final long offset, final long length, final AddressDecoder decoder)
    {
        if (length == 0)
        {
            return offset;
        }
        final long address = source.getLong(memory, offset + StringDescriptor.ADDRESS_OFFSET);
        final long bytes = decoder.offsetOf(address, length);
        if (bytes < 0)
        {
            throw corrupt(offset, "string", "the address of " + length + " bytes of the region", address);
        }
        return bytes;
    }

    static <M> long typeWord(final ByteSource<M> source, final M memory, final long offset)
    {
        return source.getLong(memory, offset + InterfaceDescriptor.TYPE_OFFSET);
    }

    /** The dynamic type behind a type word that is not nil. */
    static GoType dynamicType(final long typeWord, final long offset, final TypeResolver types)
    {
        final GoType type = types.typeAt(typeWord);
        if (type == null)
        {
            throw corrupt(offset, "type word of an interface", "the address of a known type", typeWord);
        }
        return type;
    }

    /** Where the value of an interface lies: in the data word itself, or where that points to. */
    static <M> long content(
        final ByteSource<M> source,
        final M memory,
        final long offset,
        final GoType type,
        final AddressDecoder decoder)
    {
        if (type.pointerShaped() || type.size() == 0)
        {
            return offset + InterfaceDescriptor.DATA_OFFSET;
        }
        final long address = source.getLong(memory, offset + InterfaceDescriptor.DATA_OFFSET);
        final long value = decoder.offsetOf(address, type.size());
        if (value < 0)
        {
            throw corrupt(
                offset, "data word of an interface", "the address of a " + type + " of the region", address);
        }
        return value;
    }

    /** What is left of the budget for each interface inside a value of this type. */
    static long share(final long budget, final GoType type, final long offset)
    {
        final long count = type.interfaceCount();
        if (count == 0)
        {
            return budget;
        }
        final long share = budget / Math.max(2, count);
        if (share == 0)
        {
            throw corrupt(offset, "interface", "a value that does not contain itself", count);
        }
        return share;
    }

    private static MapCorruptionException corrupt(
        final long offset, final String what, final String expected, final long actual)
    {
        final String bits = "0x" + Long.toHexString(actual);
        return new MapCorruptionException(new Finding(Check.P02, offset, Location.named(what), expected, bits));
    }
}
