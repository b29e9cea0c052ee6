// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's type {@code float32}; see {@link StructField}. */
public final class FloatField extends StructField
{
    FloatField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return the number.
     */
    public float get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getFloat(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new float.
     */
    public void set(final StructFlyweight flyweight, final float value)
    {
        Required.argument(flyweight, "flyweight").putFloat(this, value);
    }
}
