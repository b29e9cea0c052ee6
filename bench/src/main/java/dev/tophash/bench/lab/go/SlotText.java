// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Values as short as a slot of a picture is wide.
 */
final class SlotText
{
    private static final int MAX_TEXT = 24;

    private SlotText()
    {
    }

    static String of(final MapImage image, final GoType type, final long offset)
    {
        if (zero(image, offset, type.size()))
        {
            return "";
        }
        return switch (type.kind())
        {
            case INT64, UINT64, UINTPTR, POINTER -> Long.toString(image.longAt(offset));
            case INT32, UINT32 -> Integer.toString(image.intAt(offset));
            case INT8, UINT8, BOOL -> Integer.toString(image.byteAt(offset));
            case INT16, UINT16 -> Integer.toString(image.shortAt(offset));
            case FLOAT64 -> Double.toString(Double.longBitsToDouble(image.longAt(offset)));
            case FLOAT32 -> Float.toString(Float.intBitsToFloat(image.intAt(offset)));
            case STRING -> string(image, offset);
            case STRUCT -> struct(image, type, offset);
            default -> hex(image, offset, type.size());
        };
    }

    private static boolean zero(final MapImage image, final long offset, final int size)
    {
        for (int i = 0; i < size; i++)
        {
            if (image.byteAt(offset + i) != 0)
            {
                return false;
            }
        }
        return true;
    }

    private static String string(final MapImage image, final long offset)
    {
        final long length = image.longAt(offset + StringDescriptor.LENGTH_OFFSET);
        final long content = image.offsetOf(image.longAt(offset + StringDescriptor.ADDRESS_OFFSET), length);
        if (content == MapImage.NOWHERE || length < 0)
        {
            return "len " + length;
        }
        final byte[] bytes = new byte[(int)Math.min(length, MAX_TEXT)];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)image.byteAt(content + i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String struct(final MapImage image, final GoType type, final long offset)
    {
        final StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < type.fields().size(); i++)
        {
            final String field = of(image, type.fields().get(i).type(), offset + type.fieldOffset(i));
            text.append(i == 0 ? "" : " ").append(field.isEmpty() ? "0" : field);
        }
        return text.append('}').toString();
    }

    private static String hex(final MapImage image, final long offset, final int size)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < size && i < MAX_TEXT / 2; i++)
        {
            text.append(String.format(Locale.ROOT, "%02x", image.byteAt(offset + i)));
        }
        return text.toString();
    }
}
