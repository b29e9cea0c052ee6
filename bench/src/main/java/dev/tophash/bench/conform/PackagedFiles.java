// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;

/**
 * Folders that travel with the classes: as files in a build directory, or in the jar.
 */
public final class PackagedFiles implements AutoCloseable
{
    private final Path folder;
    private final FileSystem jar;

    private PackagedFiles(final Path folder, final FileSystem jar)
    {
        this.folder = folder;
        this.jar = jar;
    }

    /**
     * Opens a folder.
     *
     * @param name   the folder.
     * @param member a file in it.
     * @return the folder, to be closed after use.
     * @throws IOException if it is not there.
     */
    public static PackagedFiles open(final String name, final String member) throws IOException
    {
        final URL url = PackagedFiles.class.getResource('/' + name + '/' + member);
        if (url == null)
        {
            throw new IOException("not packaged with the classes: folder=" + name);
        }
        try
        {
            final URI uri = url.toURI();
            if (uri.getScheme().equals("jar"))
            {
                final FileSystem jar = FileSystems.newFileSystem(uri, Map.of());
                return new PackagedFiles(jar.getPath('/' + name), jar);
            }
            return new PackagedFiles(Path.of(uri).getParent(), null);
        }
        catch (final URISyntaxException ex)
        {
            throw new IOException("address of a resource: url=" + url, ex);
        }
    }

    /**
     * The folder; gone when this is closed.
     *
     * @return its path, perhaps inside a jar.
     */
    public Path folder()
    {
        return folder;
    }

    @Override
    public void close() throws IOException
    {
        if (jar != null)
        {
            jar.close();
        }
    }
}
