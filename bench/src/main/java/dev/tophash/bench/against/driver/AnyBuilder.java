// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against.driver;

import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapLongLongMap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Builds a map of the jar that is measured. The method of an older one returns an object of any class. */
final class AnyBuilder
{
    private static final MethodHandle BUILD = find();

    private AnyBuilder()
    {
    }

    private static MethodHandle find()
    {
        try
        {
            return MethodHandles.publicLookup().unreflect(MapBuilder.class.getMethod("build"))
                .asType(MethodType.methodType(Object.class, MapBuilder.class));
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    static OffHeapLongLongMap build(final MapBuilder<OffHeapLongLongMap> builder)
    {
        try
        {
            final Object map = BUILD.invokeExact(builder);
            return (OffHeapLongLongMap)map;
        }
        catch (final Throwable e)
        {
            throw new IllegalStateException(e);
        }
    }
}
