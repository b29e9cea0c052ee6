// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.inlining;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** As much of the class file format as it takes to tell how many bytes of code each method has. */
final class ClassFile
{
    private final Object[] constants;
    private final Map<String, Integer> codeSizes = new TreeMap<>();

    private ClassFile(final DataInputStream in) throws IOException
    {
        in.readInt();
        in.readInt();
        constants = new Object[in.readUnsignedShort()];
        readConstants(in);
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        readMembers(in, false);
        readMembers(in, true);
    }

    /** Code sizes by method name and descriptor. */
    static Map<String, Integer> codeSizes(final Class<?> type)
    {
        final String name = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(name))
        {
            return new ClassFile(new DataInputStream(new ByteArrayInputStream(in.readAllBytes()))).codeSizes;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(name, e);
        }
    }

    private void readConstants(final DataInputStream in) throws IOException
    {
        for (int i = 1; i < constants.length; i++)
        {
            final int tag = in.readUnsignedByte();
            switch (tag)
            {
                case 1 -> constants[i] = in.readUTF();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 ->
                {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("unknown constant: tag=" + tag);
            }
        }
    }

    private void readMembers(final DataInputStream in, final boolean methods) throws IOException
    {
        for (int n = in.readUnsignedShort(); n > 0; n--)
        {
            in.readUnsignedShort();
            final String name = (String)constants[in.readUnsignedShort()];
            final String descriptor = (String)constants[in.readUnsignedShort()];
            for (int a = in.readUnsignedShort(); a > 0; a--)
            {
                final Object attribute = constants[in.readUnsignedShort()];
                final int size = in.readInt();
                if (methods && attribute.equals("Code"))
                {
                    in.skipNBytes(4);
                    codeSizes.put(name + descriptor, in.readInt());
                    in.skipNBytes(size - 8L);
                }
                else
                {
                    in.skipNBytes(size);
                }
            }
        }
    }
}
