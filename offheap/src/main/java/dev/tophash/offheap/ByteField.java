// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's types {@code int8} and {@code uint8}; see {@link StructField}. */
public final class ByteField extends StructField
{
    ByteField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
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
