// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.offheap.OffHeapTypedMap;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The three steps of the product's clear, one at a time. The product keeps them private, and rightly so: between two of
 * them the map is broken. The lab calls them by name, on a map of its own, to show the bytes in between; a step that is
 * renamed fails the lesson.
 */
final class ClearSteps
{
    private final Object clearing;

    ClearSteps(final OffHeapTypedMap map)
    {
        this.clearing = field(field(map, "table"), "clearing");
    }

    private static Object field(final Object owner, final String name)
    {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass())
        {
            for (final Field field : type.getDeclaredFields())
            {
                if (field.getName().equals(name))
                {
                    return read(field, owner);
                }
            }
        }
        throw new IllegalStateException("the product has changed: field=" + name);
    }

    private static Object read(final Field field, final Object owner)
    {
        try
        {
            field.setAccessible(true);
            return field.get(owner);
        }
        catch (final IllegalAccessException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /** Step 1: whether there is nothing to do. */
    boolean isEmpty()
    {
        return (boolean)call("isEmpty", new Class<?>[0]);
    }

    /** Step 2. */
    void clearBuckets()
    {
        call("clearBuckets", new Class<?>[0]);
    }

    /** Step 3, with a cursor open. */
    void resetTophash()
    {
        call("resetTophash", new Class<?>[]{boolean.class}, true);
    }

    private Object call(final String name, final Class<?>[] types, final Object... arguments)
    {
        try
        {
            final Method method = clearing.getClass().getDeclaredMethod(name, types);
            method.setAccessible(true);
            return method.invoke(clearing, arguments);
        }
        catch (final NoSuchMethodException | IllegalAccessException | InvocationTargetException e)
        {
            throw new IllegalStateException("the product has changed: step=" + name, e);
        }
    }
}
