// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import dev.tophash.bench.conform.ValueReader;
import dev.tophash.bench.conform.ValueWriter;
import dev.tophash.bench.lab.go.GoFailure;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.StringDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A key or elem somewhere in a copy, as scripts write and read it. What a pointer in it leads to, text and boxes, is
 * put into a given place, which is written again and again, or into memory of its own.
 */
final class LabValue implements ValueReader, ValueWriter
{
    private static final int MAX_TEXT = 1024;

    private final LabImage image;
    private final DynamicTypes types;
    private final int size;
    private final long address;
    private final long contents;
    private long used;

    /** A value whose contents go to a place, or, if that is 0, into memory of their own. */
    LabValue(final LabImage image, final DynamicTypes types, final GoType type, final long address, final long contents)
    {
        this.image = image;
        this.types = types;
        this.size = type.size();
        this.address = address;
        this.contents = contents;
    }

    /**
     * The descriptors that the type words of interfaces point to.
     *
     * @param number that of int64.
     * @param text   that of string.
     */
    record DynamicTypes(long number, long text)
    {
    }

    long address()
    {
        return address;
    }

    private long place(final int bytes)
    {
        if (contents == 0)
        {
            return image.allocate(bytes);
        }
        final long place = contents + used;
        used += (bytes + 7) & -8;
        return place;
    }

    @Override
    public void clear()
    {
        used = 0;
        image.zero(address, size);
    }

    @Override
    public void setByte(final int offset, final byte value)
    {
        image.putByte(address + offset, value);
    }

    @Override
    public void setShort(final int offset, final short value)
    {
        image.putShort(address + offset, value);
    }

    @Override
    public void setInt(final int offset, final int value)
    {
        image.putInt(address + offset, value);
    }

    @Override
    public void setLong(final int offset, final long value)
    {
        image.putLong(address + offset, value);
    }

    @Override
    public void setString(final int offset, final String value)
    {
        putString(address + offset, value);
    }

    private void putString(final long header, final String value)
    {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        final long text = bytes.length == 0 ? 0 : place(bytes.length);
        for (int i = 0; i < bytes.length; i++)
        {
            image.putByte(text + i, bytes[i]);
        }
        image.putLong(header + StringDescriptor.ADDRESS_OFFSET, text);
        image.putLong(header + StringDescriptor.LENGTH_OFFSET, bytes.length);
    }

    @Override
    public void setAny(final int offset, final Object value)
    {
        if (value == null)
        {
            image.zero(address + offset, InterfaceDescriptor.SIZE);
            return;
        }
        final long box;
        if (value instanceof Long number)
        {
            box = place(Long.BYTES);
            image.putLong(box, number);
            image.putLong(address + offset + InterfaceDescriptor.TYPE_OFFSET, types.number());
        }
        else
        {
            box = place(StringDescriptor.SIZE);
            putString(box, (String)value);
            image.putLong(address + offset + InterfaceDescriptor.TYPE_OFFSET, types.text());
        }
        image.putLong(address + offset + InterfaceDescriptor.DATA_OFFSET, box);
    }

    @Override
    public byte getByte(final int offset)
    {
        return (byte)image.getByte(address + offset);
    }

    @Override
    public short getShort(final int offset)
    {
        return (short)image.getShort(address + offset);
    }

    @Override
    public int getInt(final int offset)
    {
        return image.getInt(address + offset);
    }

    @Override
    public long getLong(final int offset)
    {
        return image.getLong(address + offset);
    }

    @Override
    public String getString(final int offset)
    {
        return text(address + offset);
    }

    /** No text of a script is longer than a few dozen bytes: a longer one is a length that somebody broke. */
    private String text(final long header)
    {
        final long length = image.getLong(header + StringDescriptor.LENGTH_OFFSET);
        if (length < 0 || length > MAX_TEXT)
        {
            return "(a string of " + length + " bytes)";
        }
        return image.getString(header);
    }

    @Override
    public Object getAny(final int offset)
    {
        final long word = image.getLong(address + offset + InterfaceDescriptor.TYPE_OFFSET);
        if (word == 0)
        {
            return null;
        }
        final GoType type = image.view().resolver().typeAt(word);
        final long data = image.getLong(address + offset + InterfaceDescriptor.DATA_OFFSET);
        if (Objects.equals(type, GoType.INT64))
        {
            return image.getLong(data);
        }
        if (Objects.equals(type, GoType.STRING))
        {
            return text(data);
        }
        throw GoFailure.fault(word);
    }
}
