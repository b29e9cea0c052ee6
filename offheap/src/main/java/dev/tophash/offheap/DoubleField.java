// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's type {@code float64}; see {@link StructField}. */
public final class DoubleField extends StructField
{
    DoubleField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return the number.
     */
    public double get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getDouble(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new double.
     */
    public void set(final StructFlyweight flyweight, final double value)
    {
        Required.argument(flyweight, "flyweight").putDouble(this, value);
    }
}
