// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads the loops of this package anew, and all that they call from where it is. A program that uses maps of two kinds
 * calls them in two places. In one loop for both the JIT would take the map of the other kind into account, and the
 * loop would measure itself.
 */
final class OwnLoops extends ClassLoader
{
    private static final String PACKAGE = OwnLoops.class.getPackageName() + ".";

    OwnLoops()
    {
        super(OwnLoops.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException
    {
        if (!name.startsWith(PACKAGE))
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
