// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tophash.bench.conform.DumpRecord.Block;
import dev.tophash.bench.conform.DumpRecord.Buckets;
import dev.tophash.bench.conform.DumpRecord.Extra;
import dev.tophash.bench.conform.DumpRecord.Header;
import dev.tophash.bench.conform.DumpRecord.Heading;
import dev.tophash.bench.conform.DumpRecord.Lookup;
import dev.tophash.bench.conform.DumpRecord.Order;
import dev.tophash.bench.conform.DumpRecord.OverflowList;
import dev.tophash.bench.conform.DumpRecord.Position;
import dev.tophash.bench.conform.DumpRecord.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads mapdump's output record by record, from a file or from the program while it runs. A record is read token by
 * token into its final form: there is no tree of a dump that can have a hundred thousand buckets.
 */
public final class DumpReader implements AutoCloseable
{
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String name;
    private final JsonParser json;

    /**
     * Reads from a stream.
     *
     * @param name how messages name it.
     * @param in   JSON lines; closed with the reader.
     * @throws IOException if the stream cannot be read.
     */
    public DumpReader(final String name, final InputStream in) throws IOException
    {
        this.name = name;
        json = FACTORY.createParser(in);
    }

    /**
     * Opens a dump file.
     *
     * @param file the dump; gzip if its name ends with .gz.
     * @return the reader.
     * @throws IOException if the file cannot be read; the message names it.
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static DumpReader open(final Path file) throws IOException
    {
        final String name = "path=" + file;
        final InputStream in = Files.newInputStream(file);
        try
        {
            return new DumpReader(name, file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in);
        }
        catch (final IOException e)
        {
            in.close();
            throw new IOException("cannot be read: " + name + ", " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException
    {
        json.close();
    }

    /**
     * Reads the next record.
     *
     * @return the record, or null at the end.
     * @throws IOException if the input cannot be read or is no record; the message names it and the line.
     */
    public DumpRecord next() throws IOException
    {
        try
        {
            return read();
        }
        catch (final IOException e)
        {
            final String why = e instanceof JsonProcessingException bad ? bad.getOriginalMessage() : e.getMessage();
            throw new IOException(
                "cannot be read: " + name + ", line=" + json.currentLocation().getLineNr() + ", " + why, e);
        }
    }

    private DumpRecord read() throws IOException
    {
        if (json.nextToken() == null)
        {
            return null;
        }
        final Parts parts = new Parts();
        object(name ->
        {
            switch (name)
            {
                case "step" -> parts.step = json.getIntValue();
                case "op" -> parts.op = text();
                case "go" -> parts.go = text();
                case "type" -> parts.type = text();
                case "maptype" -> parts.opening = opening();
                case "hashkey" -> parts.hashKey = text();
                case "value" -> parts.value = text();
                case "found" -> parts.found = json.getBooleanValue();
                case "keys" -> parts.keys = texts();
                case "elems" -> parts.elems = texts();
                case "iterator" -> parts.position = position();
                case "hdr" -> parts.header = header();
                case "extra" -> parts.extra = extra();
                case "main" -> parts.main = buckets();
                case "old" -> parts.old = buckets();
                case "heap" -> parts.heap = blocks();
                case "reseeds" -> parts.reseeds = json.getIntValue();
                default -> json.skipChildren();
            }
        });
        return parts.record();
    }

    /** What has been read of a record. */
    private static final class Parts
    {
        int step;
        String op;
        String go;
        String type;
        Heading opening;
        String hashKey;
        String value;
        boolean found;
        List<String> keys;
        List<String> elems;
        Position position;
        Header header;
        Extra extra;
        Buckets main;
        Buckets old;
        List<Block> heap;
        int reseeds;

        DumpRecord record()
        {
            return new DumpRecord(step, op, go, type,
                opening == null ? null : new Heading(opening.keySize(), opening.elemSize(), opening.bucketSize(),
                    opening.flags(), opening.pointers(), hashKey),
                value == null ? null : new Lookup(value, found),
                keys == null ? null : new Order(keys, elems),
                position,
                header == null ? null : new State(header, extra, main, old, heap, reseeds));
        }
    }

    /** Takes one field; the parser stands on its value. */
    @FunctionalInterface
    private interface FieldReader
    {
        void read(String name) throws IOException;
    }

    private void object(final FieldReader reader) throws IOException
    {
        expect(JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT)
        {
            final String name = json.currentName();
            json.nextToken();
            reader.read(name);
        }
    }

    private void expect(final JsonToken token) throws IOException
    {
        if (json.currentToken() != token)
        {
            throw new IOException("not a record of mapdump: expected=" + token + ", found=" + json.currentToken());
        }
    }

    private boolean isNull()
    {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    private String text() throws IOException
    {
        expect(JsonToken.VALUE_STRING);
        return json.getText();
    }

    private List<String> texts() throws IOException
    {
        expect(JsonToken.START_ARRAY);
        final List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY)
        {
            texts.add(text());
        }
        return texts;
    }

    private Heading opening() throws IOException
    {
        final int[] numbers = new int[4];
        final boolean[] pointers = new boolean[1];
        object(name ->
        {
            switch (name)
            {
                case "keysize" -> numbers[0] = json.getIntValue();
                case "elemsize" -> numbers[1] = json.getIntValue();
                case "bucketsize" -> numbers[2] = json.getIntValue();
                case "flags" -> numbers[3] = json.getIntValue();
                case "pointers" -> pointers[0] = json.getBooleanValue();
                default -> json.skipChildren();
            }
        });
        return new Heading(numbers[0], numbers[1], numbers[2], numbers[3], pointers[0], null);
    }

    private Position position() throws IOException
    {
        final long[] numbers = new long[3];
        final boolean[] truths = new boolean[2];
        final String[] texts = new String[4];
        object(name ->
        {
            switch (name)
            {
                case "end" -> truths[0] = json.getBooleanValue();
                case "wrapped" -> truths[1] = json.getBooleanValue();
                case "bucket" -> numbers[0] = json.getLongValue();
                case "i" -> numbers[1] = json.getLongValue();
                case "B" -> numbers[2] = json.getLongValue();
                case "key" -> texts[0] = text();
                case "elem" -> texts[1] = text();
                case "checkBucket" -> texts[2] = text();
                case "bptr" -> texts[3] = text();
                default -> json.skipChildren();
            }
        });
        return new Position(truths[0], texts[0], texts[1], numbers[0], (int)numbers[1], (int)numbers[2], truths[1],
            texts[2], texts[3]);
    }

    private Header header() throws IOException
    {
        final long[] numbers = new long[6];
        final String[] hex = new String[1];
        object(name ->
        {
            switch (name)
            {
                case "count" -> numbers[0] = json.getLongValue();
                case "flags" -> numbers[1] = json.getLongValue();
                case "B" -> numbers[2] = json.getLongValue();
                case "noverflow" -> numbers[3] = json.getLongValue();
                case "hash0" -> numbers[4] = json.getLongValue();
                case "nevacuate" -> numbers[5] = json.getLongValue();
                case "hex" -> hex[0] = text();
                default -> json.skipChildren();
            }
        });
        return new Header(
            numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], numbers[4], numbers[5], hex[0]);
    }

    private Extra extra() throws IOException
    {
        if (isNull())
        {
            return null;
        }
        final OverflowList[] lists = new OverflowList[2];
        final String[] next = new String[1];
        object(name ->
        {
            switch (name)
            {
                case "overflow" -> lists[0] = overflowList();
                case "oldoverflow" -> lists[1] = overflowList();
                case "nextOverflow" -> next[0] = text();
                default -> json.skipChildren();
            }
        });
        return new Extra(lists[0], lists[1], next[0]);
    }

    private OverflowList overflowList() throws IOException
    {
        if (isNull())
        {
            return null;
        }
        final long[] numbers = new long[2];
        final List<String> items = new ArrayList<>();
        object(name ->
        {
            switch (name)
            {
                case "len" -> numbers[0] = json.getLongValue();
                case "cap" -> numbers[1] = json.getLongValue();
                case "items" -> items.addAll(texts());
                default -> json.skipChildren();
            }
        });
        return new OverflowList(numbers[0], numbers[1], items);
    }

    private Buckets buckets() throws IOException
    {
        if (isNull())
        {
            return null;
        }
        final long[] numbers = new long[2];
        final List<Block> blocks = new ArrayList<>();
        object(name ->
        {
            switch (name)
            {
                case "n" -> numbers[0] = json.getLongValue();
                case "total" -> numbers[1] = json.getLongValue();
                case "blocks" -> blocks.addAll(blocks());
                default -> json.skipChildren();
            }
        });
        return new Buckets(numbers[0], numbers[1], blocks);
    }

    private List<Block> blocks() throws IOException
    {
        if (isNull())
        {
            return List.of();
        }
        expect(JsonToken.START_ARRAY);
        final List<Block> blocks = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY)
        {
            final String[] texts = new String[3];
            object(name ->
            {
                switch (name)
                {
                    case "id" -> texts[0] = text();
                    case "norm" -> texts[1] = text();
                    case "ovf" -> texts[2] = text();
                    default -> json.skipChildren();
                }
            });
            blocks.add(new Block(texts[0], texts[1], texts[2]));
        }
        return blocks;
    }
}
