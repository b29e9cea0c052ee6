// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's types {@code int8} and {@code uint8}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#byteField}.
 * @param offset bytes from the start of the value.
 */
public record ByteField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#byteField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public ByteField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.INT8, GoType.Kind.UINT8);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return its eight bits.
     */
    public byte get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getByte(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new byte.
     */
    public void set(final StructFlyweight flyweight, final byte value)
    {
        Required.argument(flyweight, "flyweight").putByte(this, value);
    }
}
