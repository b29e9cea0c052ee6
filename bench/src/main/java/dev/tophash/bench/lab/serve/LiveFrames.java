// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.cases.CaseLine;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketNames;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.Changes;
import dev.tophash.bench.lab.go.HeaderView;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.bench.lab.page.FrameJson;
import dev.tophash.bench.lab.page.FrameMaker;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.page.Sentences;
import dev.tophash.bench.lab.sandbox.Sandbox;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the page draws of a live map: the same frames as those of the lessons, of the moment after the last line, with
 * what that line changed.
 *
 * <p>Of a map with few buckets every chain is drawn, or, if somebody wants less, every chain with a byte that is not
 * zero; of a larger one no more than fit. The strip has all of them.
 */
final class LiveFrames
{
    private static final int MAX_B = 6;
    private static final int MAX_CHAINS = 32;
    private static final int MAX_FINDINGS = 64;

    private final LessonTexts texts;

    LiveFrames(final LessonTexts.Language language)
    {
        this.texts = new LessonTexts(language);
    }

    /** The words that the drawing needs, as JSON. */
    String texts()
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            new FrameJson(json, texts).writeTexts();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** A line in the language of the page. */
    String told(final CaseLine line)
    {
        return texts.told(line);
    }

    /** Which bytes changed, in the language of the page. */
    List<String> changed(final Changes changes)
    {
        return new Sentences(texts).changes(changes);
    }

    /** Someone who remembers where buckets stand; a new map, and a step back, begin anew. */
    FrameMaker maker()
    {
        return new FrameMaker(texts);
    }

    /**
     * Writes the frame of a session.
     *
     * @param json    where to.
     * @param session with a map.
     * @param key     whose way is drawn.
     * @param empty   whether empty chains are drawn too.
     * @throws IOException never, in memory.
     */
    void write(final JsonGenerator json, final LiveSession session, final String key, final boolean empty)
        throws IOException
    {
        final Sandbox sandbox = session.sandbox();
        final MapImage after = sandbox.image().view();
        final MapImage before = session.before() == null ? after : session.before().view();
        final List<Long> heads = heads(before, after, empty);
        final long standing = sandbox.iterators().values().stream().map((one) -> after.offsetOf(one.bptr()))
            .filter((offset) -> offset != MapImage.NOWHERE).findFirst().orElse(-1L);
        final List<LabImage.Span> zeroed = sandbox.image().takeZeroed();
        final StepResult step = new StepResult("live", HeaderView.of(before), HeaderView.of(after),
            chains(before, heads), chains(after, heads), Changes.NONE, null, null, Map.of(),
            findings(sandbox.image().used()), List.of(), new StepResult.Standing(session.stood(standing), standing),
            new StepResult.Whole(MapView.of(before, false, Map.of()), MapView.of(after, false, Map.of()), zeroed,
                List.of(sandbox.way(key))));
        final FrameMaker maker = session.maker(this::maker);
        if (!session.back())
        {
            maker.before(step);
        }
        new FrameJson(json, texts).write(maker.after(step));
    }

    private static List<Finding> findings(final MapImage image)
    {
        return MapVerifier.verify(image).findings().stream()
            .filter((finding) -> finding.rule().severity() == Rule.Severity.ERROR).limit(MAX_FINDINGS).toList();
    }

    // ------------------------------------------------------------------------------------------------ which chains

    /** Where the chains begin that are drawn, as offsets, before or after the last line. */
    private static List<Long> heads(final MapImage before, final MapImage after, final boolean empty)
    {
        final Set<Long> heads = new LinkedHashSet<>();
        for (final MapImage image : List.of(after, before))
        {
            array(image, image.bucketsAddress(), image.b(), heads);
            array(image, image.growing() ? image.oldbucketsAddress() : 0, image.oldB(), heads);
        }
        for (final MapImage image : List.of(after, before))
        {
            final Set<Long> chained = ChainView.chained(image);
            spare(image, chained, heads);
            new BucketNames(image).own().values().stream().map(image::offsetOf)
                .filter((offset) -> offset != MapImage.NOWHERE && !chained.contains(offset)).forEach(heads::add);
        }
        return heads.stream().filter((head) -> empty || used(before, head) || used(after, head)).limit(MAX_CHAINS)
            .toList();
    }

    private static void array(final MapImage image, final long address, final int b, final Set<Long> heads)
    {
        final long count = address == 0 || b < 0 ? 0 : 1L << Math.min(b, MAX_B);
        for (long i = 0; i < count; i++)
        {
            final long offset = image.bucketOffset(address, i);
            if (offset != MapImage.NOWHERE)
            {
                heads.add(offset);
            }
        }
    }

    /** Spare buckets that no chain leads to. */
    private static void spare(final MapImage image, final Set<Long> chained, final Set<Long> heads)
    {
        final int b = image.b(); // that somebody may have broken
        final long total = b < 0 || b > MAX_B ? 0 : image.totalBuckets(b);
        for (long i = 1L << b; i < total; i++)
        {
            final long offset = image.bucketOffset(image.bucketsAddress(), i);
            if (offset != MapImage.NOWHERE && !chained.contains(offset))
            {
                heads.add(offset);
            }
        }
    }

    private static boolean used(final MapImage image, final long head)
    {
        for (long at = head; at < head + image.bucketSize(); at++)
        {
            if (image.byteAt(at) != 0)
            {
                return true;
            }
        }
        return false;
    }

    /** The chains of one moment; a bucket that another chain leads to begins none. */
    private static List<ChainView> chains(final MapImage image, final List<Long> heads)
    {
        final Set<Long> main = new HashSet<>();
        array(image, image.bucketsAddress(), image.b(), main);
        array(image, image.growing() ? image.oldbucketsAddress() : 0, image.oldB(), main);
        final Set<Long> chained = ChainView.chained(image);
        return heads.stream().filter((head) -> main.contains(head) || !chained.contains(head)).map((head) ->
            new ChainView(ChainView.at(image, head).buckets(), !main.contains(head))).toList();
    }
}
