// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's type {@code float64}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#doubleField}.
 * @param offset bytes from the start of the value.
 */
public record DoubleField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#doubleField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public DoubleField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.FLOAT64);
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
