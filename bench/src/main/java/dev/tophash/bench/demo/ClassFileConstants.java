// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.demo;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real input that every machine with a JDK has: the constant pools of the JDK's own class files.
 *
 * <p>The names in them have a natural skew: {@code Code} and {@code java/lang/Object} stand in nearly every file, most
 * others in one. Only the constant pool of a file is read, by the table of tags in the JVM specification, section 4.4.
 */
final class ClassFileConstants
{
    private static final int MAGIC = 0xcafebabe;
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int METHOD_HANDLE = 15;
    private static final List<Integer> ONE_INDEX = List.of(7, 8, 16, 19, 20);
    private static final List<Integer> TWO_INDICES = List.of(9, 10, 11, 12, 17, 18);

    private ClassFileConstants()
    {
    }

    /** Takes what is found. */
    interface Visitor
    {
        /** A name: of a class, method, field, descriptor or string constant. */
        void name(String name);

        /** A number constant: int or long. */
        void number(long number);

        /** A class file is done. */
        void classFileEnded();
    }

    /**
     * Visits the constants of every class file in the running JDK's {@code java.*} modules, in a fixed order.
     *
     * @param visitor takes them.
     */
    static void visit(final Visitor visitor)
    {
        final Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> all = Files.list(modules))
        {
            for (final Path module : all.filter(ClassFileConstants::isJava).sorted().toList())
            {
                visitModule(module, visitor);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("the class files of this JDK cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isJava(final Path module)
    {
        return module.getFileName().toString().startsWith("java.");
    }

    private static void visitModule(final Path module, final Visitor visitor) throws IOException
    {
        try (Stream<Path> files = Files.walk(module))
        {
            for (final Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList())
            {
                visitClassFile(Files.readAllBytes(file), visitor);
                visitor.classFileEnded();
            }
        }
    }

    private static void visitClassFile(final byte[] bytes, final Visitor visitor) throws IOException
    {
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != MAGIC)
        {
            return;
        }
        in.readInt();
        final int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++)
        {
            final int tag = in.readUnsignedByte();
            visitConstant(tag, in, visitor);
            if (tag == LONG || tag == DOUBLE)
            {
                i++;
            }
        }
    }

    private static void visitConstant(final int tag, final DataInputStream in, final Visitor visitor) throws IOException
    {
        if (tag == UTF8)
        {
            visitor.name(in.readUTF());
        }
        else if (tag == INTEGER)
        {
            visitor.number(in.readInt());
        }
        else if (tag == LONG)
        {
            visitor.number(in.readLong());
        }
        else
        {
            in.skipNBytes(size(tag));
        }
    }

    private static int size(final int tag) throws IOException
    {
        if (tag == FLOAT || TWO_INDICES.contains(tag))
        {
            return Integer.BYTES;
        }
        if (tag == DOUBLE)
        {
            return Long.BYTES;
        }
        if (tag == METHOD_HANDLE)
        {
            return Byte.BYTES + Short.BYTES;
        }
        if (ONE_INDEX.contains(tag))
        {
            return Short.BYTES;
        }
        throw new IOException("a constant of an unknown kind: tag=" + tag);
    }
}
