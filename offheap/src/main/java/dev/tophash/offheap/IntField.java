// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's types {@code int32} and {@code uint32}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#intField}.
 * @param offset bytes from the start of the value.
 */
public record IntField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#intField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public IntField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.INT32, GoType.Kind.UINT32);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return its 32 bits.
     */
    public int get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getInt(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new int.
     */
    public void set(final StructFlyweight flyweight, final int value)
    {
        Required.argument(flyweight, "flyweight").putInt(this, value);
    }
}
