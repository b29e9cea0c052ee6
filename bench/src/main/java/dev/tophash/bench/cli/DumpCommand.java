// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.offheap.image.BucketLabels;
import dev.tophash.offheap.image.MapDump;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash dump}: shows the bytes of a map in a file.
 */
@Command(
    name = "dump",
    description = "Shows the bytes of a map in a dump file, each with its place, name and meaning.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:shown", "2:wrong arguments", "3:not a readable dump"})
final class DumpCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE",
        description = "A dump file, or an image of the oracle's mapload; .gz is unpacked," +
            " - reads standard input.")
    private Path file;

    @Option(names = "--bucket", paramLabel = "NAME",
        description = "Only this bucket: 7 or M7 of the main array, O7 of the old one, H3 of the heap.")
    private String bucket;

    @Option(names = "--chain", paramLabel = "NAME", description = "This bucket and those that follow it.")
    private String chain;

    @Option(names = "--header", description = "Only header, mapextra and lists.")
    private boolean header;

    @Option(names = "--old", description = "The old array, too.")
    private boolean old;

    @Option(names = "--json", description = "Prints JSON in the form of the oracle's mapdump.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        if ((bucket == null ? 0 : 1) + (chain == null ? 0 : 1) + (header ? 1 : 0) + (json ? 1 : 0) > 1 &&
            !(json && bucket != null && chain == null && !header))
        {
            throw new ParameterException(spec.commandLine(), "one of --bucket, --chain, --header, --json");
        }
        final MapImage image = ImageCommands.read(spec, file);
        if (image == null)
        {
            return ImageCommands.UNREADABLE;
        }
        final PrintWriter out = spec.commandLine().getOut();
        try
        {
            out.print(json ? json(image) : text(image));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        out.flush();
        return ImageCommands.CLEAN;
    }

    private String text(final MapImage image)
    {
        if (header)
        {
            return MapDump.header(image);
        }
        if (bucket != null)
        {
            return MapDump.bucket(image, label(bucket));
        }
        return chain != null ? MapDump.chain(image, label(chain)) : MapDump.all(image, old);
    }

    private static String label(final String name)
    {
        return name.matches("\\d+") ? "M" + name : name;
    }

    private String json(final MapImage image) throws IOException
    {
        final BucketLabels labels = new BucketLabels(image);
        return ImageCommands.object(out ->
        {
            if (bucket != null)
            {
                final String label = label(bucket);
                if (labels.offset(label) == MapImage.NOWHERE)
                {
                    throw new IllegalArgumentException("no such bucket: label=" + label);
                }
                writeFields(out, image, labels, label);
                return;
            }
            out.writeStringField("type", image.type().toString());
            out.writeStringField("go", image.version().label());
            writeHeader(out, image);
            writeExtra(out, image, labels);
            writeArray(out, image, labels, "main", "M", labels.mainCount(), labels.mainTotal());
            writeArray(out, image, labels, "old", "O", labels.oldCount(), labels.oldTotal());
            out.writeArrayFieldStart("heap");
            for (int i = 0; i < labels.heapCount(); i++)
            {
                writeBlock(out, image, labels, "H" + i);
            }
            out.writeEndArray();
        }) + System.lineSeparator();
    }

    private static void writeHeader(final JsonGenerator out, final MapImage image) throws IOException
    {
        out.writeObjectFieldStart("hdr");
        out.writeNumberField("count", image.count());
        out.writeNumberField("flags", image.flags());
        out.writeNumberField("B", image.b());
        out.writeNumberField("noverflow", image.noverflow());
        out.writeNumberField("hash0", image.hash0() & 0xffffffffL);
        out.writeNumberField("nevacuate", image.nevacuate());
        out.writeStringField("addr", ImageCommands.hex(image.addressOf(image.headerOffset())));
        out.writeEndObject();
    }

    private static void writeExtra(final JsonGenerator out, final MapImage image, final BucketLabels labels)
        throws IOException
    {
        if (image.extraAddress() == 0)
        {
            out.writeNullField("extra");
            return;
        }
        out.writeObjectFieldStart("extra");
        writeList(out, image, labels, "overflow", image.overflowListAddress());
        writeList(out, image, labels, "oldoverflow", image.oldoverflowListAddress());
        out.writeStringField("nextOverflow", name(labels, image.nextOverflowAddress()));
        out.writeEndObject();
    }

    private static void writeList(
        final JsonGenerator out, final MapImage image, final BucketLabels labels, final String name, final long address)
        throws IOException
    {
        final long list = image.offsetOf(address, SliceDescriptor.SIZE);
        if (list == MapImage.NOWHERE)
        {
            out.writeNullField(name);
            return;
        }
        final long length = image.longAt(list + SliceDescriptor.LENGTH_OFFSET);
        final long data = image.offsetOf(image.longAt(list + SliceDescriptor.DATA_OFFSET));
        out.writeObjectFieldStart(name);
        out.writeNumberField("len", length);
        out.writeNumberField("cap", image.longAt(list + SliceDescriptor.CAPACITY_OFFSET));
        out.writeArrayFieldStart("items");
        for (long i = 0; data != MapImage.NOWHERE && i < length && image.inside(data + i * 8, 8); i++)
        {
            out.writeString(name(labels, image.longAt(data + i * 8)));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeArray(
        final JsonGenerator out, final MapImage image, final BucketLabels labels, final String name,
        final String letter, final long count, final long total) throws IOException
    {
        if (total == 0)
        {
            out.writeNullField(name);
            return;
        }
        out.writeObjectFieldStart(name);
        out.writeStringField("addr", ImageCommands.hex(image.addressOf(labels.offset(letter + 0))));
        out.writeNumberField("n", count);
        out.writeNumberField("total", total);
        out.writeArrayFieldStart("blocks");
        for (long i = 0; i < total; i++)
        {
            writeBlock(out, image, labels, letter + i);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeBlock(
        final JsonGenerator out, final MapImage image, final BucketLabels labels, final String label) throws IOException
    {
        out.writeStartObject();
        writeFields(out, image, labels, label);
        out.writeEndObject();
    }

    private static void writeFields(
        final JsonGenerator out, final MapImage image, final BucketLabels labels, final String label) throws IOException
    {
        final long offset = labels.offset(label);
        final byte[] bytes = new byte[image.bucketSize()];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)image.byteAt(offset + i);
        }
        out.writeStringField("id", label);
        out.writeStringField("addr", ImageCommands.hex(image.addressOf(offset)));
        out.writeStringField("hex", HexFormat.of().formatHex(bytes));
        out.writeStringField("ovf", name(labels, image.overflowAddress(offset)));
    }

    /** As mapdump writes it: nothing for nil. */
    private static String name(final BucketLabels labels, final long address)
    {
        return address == 0 ? "" : labels.label(address);
    }
}
