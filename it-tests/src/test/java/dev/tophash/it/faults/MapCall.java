// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call of a method of a map, which can be made again on a map that is equal.
 *
 * @param method        the method.
 * @param arguments     what it is called with.
 * @param functionCalls how often the functions among the arguments were called.
 */
@SuppressWarnings("ArrayRecordComponent") // Calls are never compared.
record MapCall(Method method, Object[] arguments, int[] functionCalls)
{
    /** A value that was returned, or what was thrown. */
    record Outcome(Object value, Throwable thrown)
    {
    }

    Outcome on(final Object map)
    {
        functionCalls[0] = 0;
        try
        {
            return new Outcome(method.invoke(map, arguments), null);
        }
        catch (final InvocationTargetException e)
        {
            return new Outcome(null, e.getCause());
        }
        catch (final IllegalAccessException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /** This call for the first entries of its source; null if the order of its source is not known. */
    MapCall first(final int count)
    {
        final Object[] fewer = arguments.clone();
        if (fewer.length > 2 && fewer[0].getClass().isArray())
        {
            fewer[2] = count;
        }
        else if (fewer.length > 2 && fewer[0] instanceof MemorySegment)
        {
            fewer[2] = (long)count;
        }
        else if (fewer[0] instanceof final Map<?, ?> all)
        {
            final Map<Object, Object> part = new LinkedHashMap<>();
            all.entrySet().stream().limit(count).forEach(entry -> part.put(entry.getKey(), entry.getValue()));
            fewer[0] = part;
        }
        else if (fewer[0] instanceof final Collection<?> all)
        {
            fewer[0] = new ArrayList<>(all).subList(0, count);
        }
        else
        {
            return null;
        }
        return new MapCall(method, fewer, functionCalls);
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(method.getName()).append('(');
        for (final Class<?> type : method.getParameterTypes())
        {
            text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ").append(type.getSimpleName());
        }
        return text.append(')').toString();
    }
}
