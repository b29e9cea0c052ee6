// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.go.ArrayStrip;
import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.KeyWay;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.layout.classic.BmapDescriptor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Frames as JSON, as {@code map.js} draws them.
 *
 * <p>What is usual is left out: an unmarked slot, a link that was not cut, a bucket that nobody zeroed.
 */
public final class FrameJson
{

    private final JsonGenerator json;
    private final LessonTexts texts;

    /**
     * Frames.
     *
     * @param json  where to.
     * @param texts in which language.
     */
    public FrameJson(final JsonGenerator json, final LessonTexts texts)
    {
        this.json = json;
        this.texts = texts;
    }

    /**
     * Writes the texts that the drawing needs, as one object.
     *
     * @throws IOException if that cannot be written.
     */
    public void writeTexts() throws IOException
    {
        json.writeStartObject();
        for (final String key : texts.keys("map.", "way.", "code."))
        {
            json.writeStringField(key, texts.get(key));
        }
        json.writeEndObject();
    }

    /**
     * Writes one frame.
     *
     * @param frame the frame.
     * @throws IOException if it cannot be written.
     */
    public void write(final Frame frame) throws IOException
    {
        json.writeStartObject();
        type(frame.map());
        words("header", frame.map().header(), frame.was() == null ? null : frame.was().header(), frame);
        if (!frame.map().extra().fields().isEmpty())
        {
            words("extra", frame.map().extra(), frame.was() == null ? null : frame.was().extra(), frame);
        }
        strip(frame);
        json.writeNumberField("columns", frame.columns());
        json.writeArrayFieldStart("buckets");
        for (final Frame.Box box : frame.boxes())
        {
            box(box);
        }
        json.writeEndArray();
        ways(frame.ways());
        json.writeEndObject();
    }

    private void type(final MapView map) throws IOException
    {
        json.writeObjectFieldStart("type");
        json.writeStringField("key", map.type().key().toString());
        json.writeStringField("elem", map.type().elem().toString());
        json.writeNumberField("keySize", map.type().keySlotSize());
        json.writeNumberField("elemSize", map.type().elemSlotSize());
        json.writeNumberField("bucketSize", BmapDescriptor.bucketSize(map.type()));
        json.writeEndObject();
    }

    // ------------------------------------------------------------------------------------------------ header

    private void words(final String name, final MapView.Words words, final MapView.Words was, final Frame frame)
        throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeStringField("hex", words.hex());
        json.writeArrayFieldStart("fields");
        for (final MapView.Word word : words.fields())
        {
            json.writeStartObject();
            json.writeStringField("name", word.field().word());
            json.writeNumberField("at", word.field().offset());
            json.writeNumberField("size", word.field().size());
            json.writeStringField("text", word.text());
            final String before = was == null ? word.text() : was.text(word.field());
            if (!before.equals(word.text()))
            {
                json.writeStringField("was", before);
            }
            flag("wrong", frame.wrong().contains(word.field().word()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    // ------------------------------------------------------------------------------------------------ strip

    private void strip(final Frame frame) throws IOException
    {
        final ArrayStrip strip = frame.map().strip();
        json.writeObjectFieldStart("strip");
        json.writeNumberField("main", strip.main());
        json.writeNumberField("hidden", strip.hidden());
        json.writeArrayFieldStart("cells");
        final String next = frame.map().extra().text(MapField.NEXT_OVERFLOW);
        boolean handed = strip.cells().stream().anyMatch((cell) -> cell.name().equals(next));
        final Map<Long, ArrayStrip.Cell> before = new HashMap<>();
        if (frame.was() != null)
        {
            frame.was().strip().cells().forEach((cell) -> before.putIfAbsent(cell.offset(), cell));
        }
        for (final ArrayStrip.Cell cell : strip.cells())
        {
            handed &= !cell.name().equals(next);
            json.writeStartObject();
            json.writeStringField("name", cell.name());
            json.writeStringField("kind", cell.kind().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("live", cell.live());
            if (cell.next().kind() != BucketName.Kind.NIL && !cell.sentinel())
            {
                json.writeStringField("next", cell.next().text());
            }
            flag("sentinel", cell.sentinel());
            flag("moved", cell.moved());
            flag("handed", handed && cell.kind() == ArrayStrip.Kind.SPARE);
            final ArrayStrip.Cell was = before.getOrDefault(cell.offset(), cell);
            flag("changed", was.top() != cell.top() || !was.next().equals(cell.next()));
            zeroed(cell.offset(), frame);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void zeroed(final long bucket, final Frame frame) throws IOException
    {
        final Frame.Range zeroed = frame.zeroedIn(bucket);
        if (zeroed != null)
        {
            range("zeroed", zeroed.from(), zeroed.to());
        }
    }

    private void range(final String name, final int from, final int to) throws IOException
    {
        json.writeArrayFieldStart(name);
        json.writeNumber(from);
        json.writeNumber(to);
        json.writeEndArray();
    }

    // ------------------------------------------------------------------------------------------------ buckets

    private void box(final Frame.Box box) throws IOException
    {
        final StepMarks.Marks marks = box.marks();
        final BucketView bucket = marks.bucket();
        final String kind = kind(bucket.place());
        json.writeStartObject();
        json.writeStringField("name", bucket.name());
        json.writeStringField("kind", kind);
        json.writeStringField("kindText", texts.get("pic.kind." + kind).replace("{name}", box.first()));
        json.writeNumberField("id", bucket.offset());
        json.writeNumberField("row", box.place().row());
        json.writeNumberField("column", box.place().column());
        json.writeStringField("hex", bucket.hex());
        values("keys", bucket.slots().stream().map(BucketView.SlotView::key).toList());
        values("elems", bucket.slots().stream().map(BucketView.SlotView::elem).toList());
        json.writeObjectFieldStart("next");
        json.writeStringField("name", bucket.next());
        json.writeStringField("link", bucket.link().name());
        json.writeEndObject();
        if (!marks.cut().isEmpty())
        {
            json.writeStringField("cut", marks.cut());
            flag("cutClean", box.clean());
        }
        if (marks.cursor())
        {
            json.writeStringField("cursor", !marks.dangling() ? "here" : marks.used() ? "dangling" : "nothing");
        }
        flag("lost", marks.lost() && marks.used());
        flag("free", marks.lost() && !marks.used());
        flag("shared", !marks.owners().isEmpty());
        flag("spare", marks.next());
        slots(marks);
        json.writeArrayFieldStart("changed");
        for (final Frame.Range range : box.changed())
        {
            json.writeStartArray();
            json.writeNumber(range.from());
            json.writeNumber(range.to());
            json.writeEndArray();
        }
        json.writeEndArray();
        notes(box.notes());
        json.writeEndObject();
    }

    private static String kind(final BucketName place)
    {
        return switch (place.kind())
        {
            case MAIN -> "main";
            case SPARE -> "spare";
            case OLD -> "old";
            case OWN -> "own";
            case OUTSIDE -> "outside";
            default -> "lost";
        };
    }

    private void slots(final StepMarks.Marks marks) throws IOException
    {
        json.writeObjectFieldStart("slots");
        for (int i = 0; i < marks.bucket().slots().size(); i++)
        {
            final StepMarks.Ghost ghost = marks.ghosts().get(i);
            final String code = marks.wrong().get(i);
            final boolean changed = marks.changed().contains(i);
            if (ghost != null || code != null || changed)
            {
                json.writeObjectFieldStart(Integer.toString(i));
                if (ghost != null)
                {
                    json.writeStringField("ghost", ghost.name());
                }
                if (code != null)
                {
                    json.writeStringField("wrong", code);
                }
                flag("changed", changed);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private void notes(final List<BucketNotes.Note> notes) throws IOException
    {
        json.writeArrayFieldStart("notes");
        for (final BucketNotes.Note note : notes)
        {
            json.writeStartObject();
            json.writeStringField("text", note.text());
            json.writeStringField("about", note.about());
            flag("bad", note.bad());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    // ------------------------------------------------------------------------------------------------ ways

    private void ways(final List<KeyWay> ways) throws IOException
    {
        json.writeArrayFieldStart("ways");
        for (final KeyWay way : ways)
        {
            json.writeStartObject();
            json.writeStringField("key", way.key());
            json.writeStringField("hash", String.format(Locale.ROOT, "%016x", way.hash()));
            json.writeNumberField("b", way.b());
            json.writeNumberField("bucket", way.bucket());
            json.writeStringField("top", String.format(Locale.ROOT, "%02x", way.top()));
            flag("old", way.old());
            json.writeStringField("end", way.end().name());
            if (way.end() == KeyWay.End.FOUND)
            {
                json.writeStringField("elem", way.elem());
            }
            json.writeArrayFieldStart("visits");
            for (final KeyWay.Visit visit : way.visits())
            {
                json.writeStartObject();
                json.writeNumberField("id", visit.offset());
                json.writeStringField("name", visit.name());
                json.writeArrayFieldStart("fits");
                for (final int slot : visit.fits())
                {
                    json.writeNumber(slot);
                }
                json.writeEndArray();
                json.writeNumberField("equal", visit.equal());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void values(final String name, final List<String> values) throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final String value : values)
        {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** A field that is there only if it is true. */
    private void flag(final String name, final boolean value) throws IOException
    {
        if (value)
        {
            json.writeBooleanField(name, true);
        }
    }
}
