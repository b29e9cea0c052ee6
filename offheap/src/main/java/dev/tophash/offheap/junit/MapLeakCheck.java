// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.junit;

import dev.tophash.offheap.MapScope;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The extension behind {@link CheckMapLeaks}: opens a scope before the constructor of the test's class, and asks it
 * when the test and its {@code @AfterEach} methods have ended. JUnit alone makes it, through the annotation;
 * so it is not public, and the module opens the package to JUnit.
 */
final class MapLeakCheck implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback
{
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(MapLeakCheck.class);

    /** The scope of an instance that was just made in this thread, until its test takes it. */
    private static final ThreadLocal<MapScope> PREPARED = new ThreadLocal<>();

    MapLeakCheck()
    {
    }

    @SuppressWarnings("MustBeClosed") // The scope is closed after the test.
    @Override
    public <T> T interceptTestClassConstructor(
        final Invocation<T> invocation, final ReflectiveInvocationContext<Constructor<T>> invocationContext,
        final ExtensionContext context) throws Throwable
    {
        if (PREPARED.get() == null && context.getTestInstanceLifecycle()
            .filter(lifecycle -> lifecycle == TestInstance.Lifecycle.PER_METHOD).isPresent())
        {
            PREPARED.set(MapScope.open());
        }
        try
        {
            return invocation.proceed();
        }
        catch (final Throwable e)
        {
            final MapScope scope = takePrepared();
            if (scope != null)
            {
                scope.close();
            }
            throw e;
        }
    }

    private static MapScope takePrepared()
    {
        final MapScope scope = PREPARED.get();
        PREPARED.remove();
        return scope;
    }

    @SuppressWarnings("MustBeClosed") // The scope is closed after the test.
    @Override
    public void beforeEach(final ExtensionContext context)
    {
        final MapScope prepared = takePrepared();
        context.getStore(NAMESPACE).put(MapScope.class, prepared == null ? MapScope.open() : prepared);
    }

    @Override
    public void afterEach(final ExtensionContext context)
    {
        final MapScope scope = context.getStore(NAMESPACE).remove(MapScope.class, MapScope.class);
        final List<MapScope.Built> open = scope.openMaps();
        scope.close();
        if (!open.isEmpty() && context.getExecutionException().isEmpty())
        {
            throw leak(open);
        }
    }

    private static AssertionError leak(final List<MapScope.Built> open)
    {
        final AssertionError error = new AssertionError("maps left open: count=" + open.size() +
            open.stream().map(made -> "\n  " + made).collect(Collectors.joining()));
        open.forEach(made -> error.addSuppressed(made.origin()));
        return error;
    }
}
