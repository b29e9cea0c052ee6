// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's type {@code float32}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#floatField}.
 * @param offset bytes from the start of the value.
 */
public record FloatField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#floatField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public FloatField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.FLOAT32);
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
