// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/**
 * A field of Go's type {@code bool}; see {@link StructField}.
 *
 * @param struct the struct that has the field.
 * @param name   the field, as for {@link StructType#booleanField}.
 * @param offset bytes from the start of the value.
 */
public record BooleanField(GoType struct, String name, int offset) implements StructField
{
    /**
     * Made by {@link StructType#booleanField}, which knows where the field lies.
     *
     * @throws IllegalArgumentException if the struct has no such field at that place.
     */
    public BooleanField
    {
        FieldPlace.require(struct, name, offset, GoType.Kind.BOOL);
    }

    /**
     * Loads the field.
     *
     * @param flyweight stands on a value.
     * @return true if its byte is not 0.
     */
    public boolean get(final StructFlyweight flyweight)
    {
        return Required.argument(flyweight, "flyweight").getBoolean(this);
    }

    /**
     * Stores the field.
     *
     * @param flyweight stands on a value.
     * @param value     the new boolean.
     */
    public void set(final StructFlyweight flyweight, final boolean value)
    {
        Required.argument(flyweight, "flyweight").putBoolean(this, value);
    }
}
