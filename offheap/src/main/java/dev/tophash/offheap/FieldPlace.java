// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;
import java.util.List;

/**
 * Where the name of a field leads.
 *
 * @param offset bytes from the start of the struct.
 * @param type   what lies there.
 */
record FieldPlace(int offset, GoType type)
{
    /** Refuses what is said of a field unless it is so. */
    static void require(
        final GoType struct, final String name, final int offset, final GoType.Kind... kinds)
    {
        final FieldPlace found = of(Required.argument(struct, "struct"), name);
        if (!List.of(kinds).contains(found.type.kind()))
        {
            throw new IllegalArgumentException(
                "field of another type: name=" + name + ", type=" + found.type + ", expected=" + List.of(kinds));
        }
        if (offset != found.offset)
        {
            throw new IllegalArgumentException(
                "field lies elsewhere: name=" + name + ", offset=" + offset + ", expected=" + found.offset);
        }
    }

    /** Goes the way that the name describes, a field or an elem of an array at a time. */
    static FieldPlace of(final GoType struct, final String name)
    {
        Required.argument(name, "name");
        GoType at = struct;
        int offset = 0;
        for (final String part : name.split("[.\\[]", -1))
        {
            if (part.endsWith("]"))
            {
                final int index = indexIn(at, part.substring(0, part.length() - 1), name);
                at = at.elem();
                offset += index * at.size();
            }
            else
            {
                final int index = fieldIn(at, part, name);
                offset += at.fieldOffset(index);
                at = at.fieldType(index);
            }
        }
        return new FieldPlace(offset, at);
    }

    private static int fieldIn(final GoType struct, final String part, final String name)
    {
        final List<GoType.Field> fields = struct.fields();
        for (int i = 0; i < fields.size(); i++)
        {
            if (fields.get(i).name().equals(part) && !fields.get(i).blank())
            {
                return i;
            }
        }
        throw new IllegalArgumentException("no such field: name=" + name + ", type=" + struct);
    }

    private static int indexIn(final GoType array, final String digits, final String name)
    {
        if (array.kind() == GoType.Kind.ARRAY && digits.matches("[0-9]{1,9}") &&
            Integer.parseInt(digits) < array.length())
        {
            return Integer.parseInt(digits);
        }
        throw new IllegalArgumentException("no such elem: name=" + name + ", type=" + array);
    }
}
