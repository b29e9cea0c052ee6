// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's types {@code int32} and {@code uint32}; see {@link StructField}. */
public final class IntField extends StructField
{
    IntField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
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
