// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.claims.ClaimStory;
import dev.tophash.bench.lab.claims.GoSource;
import dev.tophash.bench.lab.page.Glossary;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash claims show NUMBER}: one claim with the article's words, the reason and the Go program.
 */
@Command(
    name = "show",
    description = "One claim: the article's own words, the verdict and its reason, the condition of the figures, the" +
        " lesson, and the Go program that answers it.",
    mixinStandardHelpOptions = true)
final class ClaimsShowCommand implements Callable<Integer>
{
    private static final int WIDTH = 76;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "Number of the claim, from 1.1 to 4.8.")
    private String number;

    @Option(names = "--json", description = "Prints the claim as JSON.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "LANG", defaultValue = "EN",
        description = "Language: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LessonTexts.Language language;

    @Override
    public Integer call() throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        final LessonTexts texts = new LessonTexts(language);
        final ClaimStory story = story(texts);
        if (json)
        {
            write(story, out);
        }
        else
        {
            print(story, texts, out);
        }
        out.flush();
        return 0;
    }

    private ClaimStory story(final LessonTexts texts)
    {
        try
        {
            return ClaimStory.of(number, texts);
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void print(final ClaimStory story, final LessonTexts texts, final PrintWriter out)
    {
        Glossary.wrapped(story.number() + "  " + story.claim(), WIDTH).forEach(out::println);
        out.println("    " + texts.get("claims.verdict") + ": " + story.verdict());
        for (final ClaimStory.Part part : story.parts(texts))
        {
            out.println();
            out.println(part.label());
            Glossary.wrapped(part.text(), WIDTH).forEach((line) -> out.println("    " + line));
        }
        out.println();
        out.println(texts.get("claims.program"));
        final GoSource program = story.program();
        if (program == null)
        {
            out.println("    " + texts.get("claims.program.none"));
            return;
        }
        out.println("    " + program.command());
        out.println();
        program.lines().forEach((line) -> out.println("    " + line.replace("\t", "    ")));
    }

    private static void write(final ClaimStory story, final PrintWriter out) throws IOException
    {
        try (JsonGenerator generator =
            new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out))
        {
            generator.useDefaultPrettyPrinter();
            generator.writeStartObject();
            generator.writeStringField("number", story.number());
            generator.writeStringField("claim", story.claim());
            generator.writeStringField("verdict", story.verdict());
            generator.writeStringField("article", story.article());
            ClaimsCommand.writeReasons(story, generator);
            if (story.program() != null)
            {
                generator.writeStringField("program", GoSource.FOLDER + '/' + story.program().file());
                generator.writeStringField("function", story.program().function());
                generator.writeStringField("source", String.join("\n", story.program().lines()));
            }
            generator.writeEndObject();
        }
        out.println();
    }
}
