// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tophash.bench.conform.ScriptNumber;
import dev.tophash.bench.lab.exercise.Exercise;
import dev.tophash.bench.lab.exercise.ExerciseTexts;
import dev.tophash.bench.lab.exercise.Exercises;
import dev.tophash.bench.lab.exercise.Verdict;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the page of the lab that works on live bytes, on the loopback interface only.
 *
 * <pre>
 *   GET  /TOKEN/                     the page; style and scripts lie beside it, and both languages as en and zh
 *   POST /TOKEN/run?s=NAME&amp;key=K     body: a script. Answer: what its new lines did, and the state of the map;
 *                                    with &amp;empty=1 the picture has empty chains too, with &amp;lang=zh
 *                                    its words are Chinese
 *   POST /TOKEN/check?exercise=ID    body: an answer, a line or a word a line. Answer: whether it is right, and why
 *   POST /TOKEN/go?s=NAME&amp;key=K      body: a script. Answer: what a real Go says about the same bytes
 * </pre>
 *
 * <p>Each refusal is JSON with one sentence, {@code error}. A script that cannot be done to its end has status 422 and
 * the state after its last good line.
 */
public final class LabServer implements AutoCloseable
{
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int THREADS = 8;
    private static final int MAX_LINE = 200;
    private static final Pattern SESSION = Pattern.compile("(?:^|&)s=([0-9a-zA-Z]{1,32})(?:&|$)");
    private static final Pattern KEY = Pattern.compile("(?:^|&)key=([-0-9a-zA-Z.]{1,24})(?:&|$)");
    private static final Pattern EMPTY = Pattern.compile("(?:^|&)empty=1(?:&|$)");
    private static final Pattern LANGUAGE = Pattern.compile("(?:^|&)lang=(en|zh)(?:&|$)");
    private static final Pattern EXERCISE = Pattern.compile("(?:^|&)exercise=([-a-z]{1,32})(?:&|$)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, (task) ->
    {
        final Thread thread = new Thread(task, "lab-serve");
        thread.setDaemon(true);
        return thread;
    });
    private final Guard guard;
    private final Limits limits;
    private final RateLimit rate;
    private final Sessions sessions;
    private final ServePage page;
    private final LessonTexts.Language language;
    private final Map<LessonTexts.Language, LiveFrames> frames = new EnumMap<>(LessonTexts.Language.class);
    private final RealGoAnswers go;
    private final AtomicLong lastRequest = new AtomicLong(System.nanoTime());

    /**
     * Starts a server.
     *
     * @param port     0 for any that is free.
     * @param language of the page that the link opens; the others are a link away.
     * @param limits   how much it takes.
     * @throws IOException if the port is taken.
     */
    public LabServer(final int port, final LessonTexts.Language language, final Limits limits) throws IOException
    {
        this(port, language, limits, EnumSet.allOf(Guard.Rule.class));
    }

    LabServer(final int port, final LessonTexts.Language language, final Limits limits, final Set<Guard.Rule> rules)
        throws IOException
    {
        this.limits = limits;
        this.rate = new RateLimit(limits.perSecond(), System::nanoTime);
        this.sessions = new Sessions(limits);
        this.language = language;
        for (final LessonTexts.Language one : LessonTexts.Language.values())
        {
            frames.put(one, new LiveFrames(one));
        }
        this.go = RealGoAnswers.installed();
        this.page = new ServePage(language, go.release(), frames);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
        this.guard = Guard.of(server.getAddress().getPort(), rules);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * The link that opens the page.
     *
     * @return with the token.
     */
    public String link()
    {
        return "http://127.0.0.1:" + server.getAddress().getPort() + '/' + guard.token() + '/';
    }

    /**
     * When somebody last asked for something.
     *
     * @return as {@link System#nanoTime}.
     */
    public long lastRequestNanos()
    {
        return lastRequest.get();
    }

    private void handle(final HttpExchange exchange) throws IOException
    {
        try (exchange)
        {
            send(exchange, safely(exchange));
        }
    }

    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private Reply safely(final HttpExchange exchange) throws IOException
    {
        try
        {
            final Reply refusal = guard.refusal(exchange);
            if (refusal != null)
            {
                return refusal;
            }
            if (!rate.take())
            {
                return Reply.error(429, "too many requests: most=" + limits.perSecond() + " a second");
            }
            lastRequest.set(System.nanoTime());
            return answer(exchange);
        }
        catch (final RuntimeException e)
        {
            return Reply.error(500, "a defect of the lab: " + e);
        }
    }

    private Reply answer(final HttpExchange exchange) throws IOException
    {
        final String path = exchange.getRequestURI().getPath().substring(1 + guard.token().length());
        final String method = exchange.getRequestMethod();
        final Optional<Reply> file = page.file(path);
        if (file.isPresent())
        {
            return method.equals("GET") ? file.get() : Reply.error(405, "only GET: method=" + method);
        }
        if (!List.of("/run", "/check", "/go").contains(path))
        {
            return Reply.error(404, "no such page: path=" + path);
        }
        if (!method.equals("POST"))
        {
            return Reply.error(405, "only POST: method=" + method);
        }
        final byte[] body = body(exchange);
        if (body == null)
        {
            return Reply.error(413, "request too large: most=" + limits.bodyBytes() + " bytes");
        }
        final List<String> lines;
        try
        {
            lines = lines(body);
        }
        catch (final CharacterCodingException e)
        {
            return Reply.error(400, "not a text in UTF-8");
        }
        if (lines.size() > limits.lines())
        {
            return Reply.error(413, "script too long: lines=" + lines.size() + ", most=" + limits.lines());
        }
        final Optional<String> tooLong = lines.stream().filter((line) -> line.length() > MAX_LINE).findFirst();
        if (tooLong.isPresent())
        {
            return Reply.error(400, "line too long: size=" + tooLong.get().length() + ", most=" + MAX_LINE);
        }
        return work(path, String.valueOf(exchange.getRequestURI().getQuery()), lines);
    }

    /** The body; null if it is too large. */
    private byte[] body(final HttpExchange exchange) throws IOException
    {
        try (InputStream in = exchange.getRequestBody())
        {
            final byte[] body = in.readNBytes(limits.bodyBytes() + 1);
            return body.length > limits.bodyBytes() ? null : body;
        }
    }

    private static List<String> lines(final byte[] body) throws CharacterCodingException
    {
        final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        return new ArrayList<>(text.lines().toList());
    }

    private Reply work(final String path, final String query, final List<String> lines)
    {
        if (path.equals("/check"))
        {
            final Matcher exercise = EXERCISE.matcher(query);
            return exercise.find() ? check(exercise.group(1), lines, language(query)) :
                Reply.error(400, "exercise is missing");
        }
        final Matcher session = SESSION.matcher(query);
        final Matcher key = KEY.matcher(query);
        if (!session.find())
        {
            return Reply.error(400, "s is missing: the name of the session, letters and digits");
        }
        final String watched = key.find() ? key.group(1) : "0";
        try
        {
            ScriptNumber.parse(watched);
        }
        catch (final IllegalArgumentException e)
        {
            return Reply.error(400, "no key: key=" + watched);
        }
        return path.equals("/go") ? sessions.alone(() -> go.ask(lines, watched, limits.hint())) :
            sessions.with(session.group(1), (live) -> run(live, lines, watched, query));
    }

    private LessonTexts.Language language(final String query)
    {
        final Matcher asked = LANGUAGE.matcher(query);
        return !asked.find() ? language :
            asked.group(1).equals("zh") ? LessonTexts.Language.ZH : LessonTexts.Language.EN;
    }

    private Reply run(final LiveSession live, final List<String> lines, final String key, final String query)
    {
        final boolean empty = EMPTY.matcher(query).find();
        final LiveFrames drawn = frames.get(language(query));
        final LiveSession.Done done = live.run(lines);
        return Reply.json(done.error() == null ? 200 : 422,
            (json) -> StateJson.write(json, live, done, key, empty, drawn));
    }

    private Reply check(final String id, final List<String> given, final LessonTexts.Language asked)
    {
        final Optional<Exercise> exercise = Exercises.named(id);
        if (exercise.isEmpty())
        {
            return Reply.error(404, "no such exercise: id=" + id);
        }
        final List<String> answer = given.stream().map(String::strip).filter((line) -> !line.isEmpty()).toList();
        return sessions.alone(() ->
        {
            final Verdict verdict = exercise.get().check(answer);
            final ExerciseTexts texts = page.exercises(asked);
            return Reply.json(200, (json) ->
            {
                json.writeStartObject();
                json.writeBooleanField("right", verdict.right());
                json.writeArrayFieldStart("why");
                for (final String line : texts.verdict(exercise.get(), verdict))
                {
                    json.writeString(line);
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        });
    }

    private static void send(final HttpExchange exchange, final Reply reply) throws IOException
    {
        final Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.type());
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';" +
                " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        if (reply.status() == 429)
        {
            headers.set("Retry-After", "1");
        }
        if (reply.status() == 413)
        {
            headers.set("Connection", "close");
        }
        final byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length);
        try (OutputStream out = exchange.getResponseBody())
        {
            out.write(body);
        }
    }

    @Override
    public void close()
    {
        server.stop(0);
        threads.shutdown();
        sessions.close();
    }
}
