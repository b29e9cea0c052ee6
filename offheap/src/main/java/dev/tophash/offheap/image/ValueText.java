// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static dev.tophash.offheap.image.ImageView.NOWHERE;

import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.StringDescriptor;

/** Go values as text for people, about as Go itself would print them. Long ones are cut. */
final class ValueText
{
    private static final int MAX_STRING_SIZE = 60;
    private static final int MAX_ELEM_COUNT = 16;
    private static final int MAX_DEPTH = 4;

    private final ImageView image;
    private final int maxStringSize;
    private final int maxElemCount;
    private final StringBuilder text = new StringBuilder();

    private ValueText(final ImageView image, final int maxStringSize, final int maxElemCount)
    {
        this.image = image;
        this.maxStringSize = maxStringSize;
        this.maxElemCount = maxElemCount;
    }

    /** The value of a type at an offset; its own bytes lie inside the image, what it points to may not. */
    static String of(final ImageView image, final GoType type, final long offset)
    {
        return of(image, type, offset, MAX_STRING_SIZE, MAX_ELEM_COUNT);
    }

    /** The same without cuts, for comparing: equal texts are equal values. Plain pointers still are addresses. */
    static String whole(final ImageView image, final GoType type, final long offset)
    {
        return of(image, type, offset, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static String of(
        final ImageView image, final GoType type, final long offset, final int maxStringSize, final int maxElemCount)
    {
        final ValueText value = new ValueText(image, maxStringSize, maxElemCount);
        value.append(type, offset, MAX_DEPTH);
        return value.text.toString();
    }

    private void append(final GoType type, final long offset, final int depth)
    {
        switch (type.kind())
        {
            case BOOL -> text.append(image.byteAt(offset) != 0);
            case INT8 -> text.append((byte)image.byteAt(offset));
            case INT16 -> text.append((short)image.shortAt(offset));
            case INT32 -> text.append(image.intAt(offset));
            case INT64 -> text.append(image.longAt(offset));
            case UINT8 -> text.append(image.byteAt(offset));
            case UINT16 -> text.append(image.shortAt(offset));
            case UINT32 -> text.append(Integer.toUnsignedString(image.intAt(offset)));
            case UINT64 -> text.append(Long.toUnsignedString(image.longAt(offset)));
            case UINTPTR, POINTER -> text.append("0x").append(Long.toHexString(image.longAt(offset)));
            case FLOAT32 -> text.append(float32(offset));
            case FLOAT64 -> text.append(float64(offset));
            case COMPLEX64 -> text.append('(').append(float32(offset)).append(", ").append(float32(offset + 4))
                .append("i)");
            case COMPLEX128 -> text.append('(').append(float64(offset)).append(", ").append(float64(offset + 8))
                .append("i)");
            case STRING -> appendString(offset);
            case INTERFACE -> appendInterface(offset, depth);
            case ARRAY -> appendArray(type, offset, depth);
            case STRUCT -> appendStruct(type, offset, depth);
        }
    }

    private float float32(final long offset)
    {
        return Float.intBitsToFloat(image.intAt(offset));
    }

    private double float64(final long offset)
    {
        return Double.longBitsToDouble(image.longAt(offset));
    }

    private void appendString(final long offset)
    {
        final long length = image.longAt(offset + StringDescriptor.LENGTH_OFFSET);
        final long address = image.longAt(offset + StringDescriptor.ADDRESS_OFFSET);
        final long bytes = length <= 0 ? NOWHERE : image.offsetOf(address, length);
        if (bytes == NOWHERE)
        {
            text.append(length == 0 ? "\"\"" :
                "string(0x" + Long.toHexString(address) + ", length " + length + ")");
            return;
        }
        text.append('"');
        for (long i = 0; i < Math.min(length, maxStringSize); i++)
        {
            appendChar(image.byteAt(bytes + i));
        }
        text.append(length > maxStringSize ? "\"... (length " + length + ")" : "\"");
    }

    /** One byte; beyond ASCII as an escape, because a string of Go need not be UTF-8. */
    private void appendChar(final int value)
    {
        if (value == '"' || value == '\\')
        {
            text.append('\\');
        }
        if (value >= ' ' && value < 0x7f)
        {
            text.append((char)value);
        }
        else
        {
            text.append("\\x").append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
        }
    }

    private void appendInterface(final long offset, final int depth)
    {
        final long typeWord = image.longAt(offset + InterfaceDescriptor.TYPE_OFFSET);
        if (typeWord == 0)
        {
            text.append("nil");
            return;
        }
        final GoType type = image.resolver().typeAt(typeWord);
        final long data = offset + InterfaceDescriptor.DATA_OFFSET;
        final long value = type == null ? NOWHERE :
            type.pointerShaped() || type.size() == 0 ? data : image.offsetOf(image.longAt(data), type.size());
        if (value == NOWHERE || depth == 0)
        {
            text.append("interface(0x").append(Long.toHexString(typeWord)).append(", 0x")
                .append(Long.toHexString(image.longAt(data))).append(')');
            return;
        }
        text.append(type).append('(');
        append(type, value, depth - 1);
        text.append(')');
    }

    private void appendArray(final GoType type, final long offset, final int depth)
    {
        text.append('[');
        for (int i = 0; i < Math.min(type.length(), maxElemCount); i++)
        {
            text.append(i == 0 ? "" : " ");
            append(type.elem(), offset + (long)i * type.elem().size(), depth);
        }
        text.append(type.length() > maxElemCount ? " ...]" : "]");
    }

    private void appendStruct(final GoType type, final long offset, final int depth)
    {
        text.append('{');
        for (int i = 0; i < Math.min(type.length(), maxElemCount); i++)
        {
            text.append(i == 0 ? "" : " ");
            append(type.fieldType(i), offset + type.fieldOffset(i), depth);
        }
        text.append(type.length() > maxElemCount ? " ...}" : "}");
    }
}
