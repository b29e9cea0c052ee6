// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's types {@code int16} and {@code uint16}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#shortField}.
 * @param offset bytes from the start of the value.
 */
public record ShortField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#shortField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public ShortField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.INT16, GoType.Kind.UINT16);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return its sixteen bits.
     */
    public short get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getShort(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new short.
     */
    public void set(final StructFlyweight flyweight, final short value)
    {
        Required.argument(flyweight, "flyweight").putShort(this, value);
    }
}
