// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Refuses arguments that are null, or an index of nothing. All methods of the library say it in the same words:
 *
 * <pre>
 *   argument is null: key=null
 * </pre>
 *
 * <p>The JIT turns the question into the fault of the access behind it, so a method that uses its argument asks for
 * nothing.
 */
@SuppressWarnings("exports")
public final class Required
{
    private Required()
    {
    }

    /**
     * Lets an argument through.
     *
     * @param <T>      its type.
     * @param argument what a method was given.
     * @param name     name of the parameter.
     * @return the argument.
     * @throws NullPointerException if it is null.
     */
    @CanIgnoreReturnValue
    public static <T> T argument(final @Nullable T argument, final String name)
    {
        if (argument == null)
        {
            throw absent(name);
        }
        return argument;
    }

    /**
     * Lets an index through.
     *
     * @param index what a method was given.
     * @param count how many there are.
     * @return the index.
     * @throws IndexOutOfBoundsException if there is nothing of that index.
     */
    public static int index(final int index, final int count)
    {
        if (index < 0 || index >= count)
        {
            throw new IndexOutOfBoundsException("nothing of this index: index=" + index + ", count=" + count);
        }
        return index;
    }

    /**
     * Says that an argument is null.
     *
     * @param name name of the parameter.
     * @return what to throw.
     */
    public static NullPointerException absent(final String name)
    {
        return new NullPointerException("argument is null: " + name + "=null");
    }
}
