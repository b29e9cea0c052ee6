// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;

/** A field of Go's type {@code bool}; see {@link StructField}. */
public final class BooleanField extends StructField
{
    BooleanField(final GoType struct, final String name, final int offset)
    {
        super(struct, name, offset);
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
