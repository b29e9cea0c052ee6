// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's types {@code int16} and {@code uint16}; see {@link StructField}. */
public final class ShortField extends StructField
{
    ShortField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
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
