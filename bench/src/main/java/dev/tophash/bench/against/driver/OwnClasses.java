// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against.driver;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * Loads some classes anew, and all others from where they are. The JIT learns from each class how it is used. So what
 * is measured beside something else is compiled as in a program that does nothing else.
 */
public class OwnClasses extends ClassLoader
{
    private final Predicate<String> isOwn;

    /**
     * Makes a loader that has loaded nothing.
     *
     * @param isOwn tells by its name whether a class is loaded anew.
     */
    public OwnClasses(final Predicate<String> isOwn)
    {
        super(OwnClasses.class.getClassLoader());
        this.isOwn = isOwn;
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException
    {
        if (!isOwn.test(name))
        {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name))
        {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(final String name) throws ClassNotFoundException
    {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class"))
        {
            if (in == null)
            {
                throw new ClassNotFoundException(name);
            }
            final byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        }
        catch (final IOException e)
        {
            throw new ClassNotFoundException(name, e);
        }
    }
}
