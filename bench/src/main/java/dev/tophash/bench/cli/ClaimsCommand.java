// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.bench.lab.claims.ClaimStory;
import dev.tophash.bench.lab.claims.Claims;
import dev.tophash.bench.lab.claims.ClaimsPage;
import dev.tophash.bench.lab.claims.GoClaims;
import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash claims}: what the article says about maps, and what is true.
 */
@Command(
    name = "claims",
    description = "The checkable claims of the article: verdict, our figure measured now, Go's figure (live where a" +
        " Go is installed, recorded otherwise), and why. The article is \"map数据残留引发panic?Go中清空map的4种方式\".",
    subcommands = ClaimsShowCommand.class,
    mixinStandardHelpOptions = true)
final class ClaimsCommand implements Callable<Integer>
{
    private static final int WIDTH = 80;
    private static final String INDENT = "      ";

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints the table as JSON.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Option(names = "--recorded", description = "Asks no installed Go, takes its recorded figures.")
    private boolean recorded;

    @Option(names = "--html", paramLabel = "FILE", description = "Also writes the table as a page for a browser.")
    private Path html;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also writes the table as Markdown.")
    private Path markdown;

    @Mixin
    private FileOutput files;

    @Override
    public Integer call() throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter progress = spec.commandLine().getErr();
        final LessonTexts texts = new LessonTexts(language);
        final GoClaims go = recorded ? GoClaims.none() : GoClaims.ask(GoToolchain.installed(), (line) ->
        {
            progress.println(line);
            progress.flush();
        });
        final List<Claims.Claim> claims = Claims.measure(texts, go);
        if (json)
        {
            write(claims, texts, out);
        }
        else
        {
            claims.forEach((claim) -> print(claim, texts, out));
            out.println(texts.get("claims.more"));
        }
        out.flush();
        final ClaimsPage page = new ClaimsPage(texts, claims, run());
        save(html, page::html);
        save(markdown, page::markdown);
        return 0;
    }

    private static void print(final Claims.Claim claim, final LessonTexts texts, final PrintWriter out)
    {
        final ClaimStory story = ClaimStory.of(claim.number(), texts);
        final String title =
            String.format(Locale.ROOT, "%-5s %-12s %s", claim.number(), claim.verdict(), claim.claim());
        Glossary.wrapped(title, WIDTH).forEach(out::println);
        line("Tophash", claim.ours(), out);
        if (claim.live())
        {
            line("Go, " + texts.get("claims.live"), claim.go(), out);
        }
        story.parts(texts).forEach((part) -> line(part.label(), part.text(), out));
    }

    private static void line(final String label, final String text, final PrintWriter out)
    {
        Glossary.wrapped(label + ": " + text, WIDTH - INDENT.length()).forEach((line) -> out.println(INDENT + line));
    }

    private void save(final Path file, final Supplier<String> page) throws IOException
    {
        if (file != null)
        {
            files.write(file, page.get());
            spec.commandLine().getErr().println("written: " + file);
            spec.commandLine().getErr().flush();
        }
    }

    private ClaimsPage.Run run()
    {
        return new ClaimsPage.Run(LocalDate.now(ZoneOffset.UTC).toString(),
            Runtime.getRuntime().availableProcessors() + " cores (" + processor() + "), " +
                System.getProperty("os.name") + ", JDK " + Runtime.version().feature(),
            "./tophash claims" + (recorded ? " --recorded" : "") +
                (language == LessonTexts.Language.EN ? "" : " --lang " + language));
    }

    /** The kind of processor, as Linux names it. */
    private static String processor()
    {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8))
        {
            return lines.filter((line) -> line.startsWith("model name"))
                .map((line) -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                .orElse(System.getProperty("os.arch"));
        }
        catch (final IOException e)
        {
            return System.getProperty("os.arch"); // another system
        }
    }

    private static void write(final List<Claims.Claim> claims, final LessonTexts texts, final PrintWriter out)
        throws IOException
    {
        try (JsonGenerator generator =
            new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out))
        {
            generator.useDefaultPrettyPrinter();
            generator.writeStartArray();
            for (final Claims.Claim claim : claims)
            {
                generator.writeStartObject();
                generator.writeStringField("number", claim.number());
                generator.writeStringField("claim", claim.claim());
                generator.writeStringField("verdict", claim.verdict());
                generator.writeStringField("ours", claim.ours());
                generator.writeStringField("go", claim.go());
                generator.writeStringField("source", claim.live() ? "live" : "recorded");
                writeReasons(ClaimStory.of(claim.number(), texts), generator);
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        out.println();
    }

    /** Fields of an object that is open: what stands behind the verdict. */
    static void writeReasons(final ClaimStory story, final JsonGenerator generator) throws IOException
    {
        generator.writeStringField("section", story.section());
        generator.writeStringField("quote", story.quote());
        generator.writeStringField("why", story.why());
        generator.writeStringField("condition", story.when());
        generator.writeStringField("recorded", story.recorded());
        generator.writeStringField("lesson", story.lesson());
    }
}
