// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.serve.LabServer;
import dev.tophash.bench.lab.serve.Limits;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server of the live map: who is let in, what is refused, and what is left after a day of work. */
class ServerTest
{
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int CLIENTS = 8;
    private static final int ACTIONS = 10_000;
    private static final int RESTART = 60;
    private static final int OK = 200;
    private static final int UNPROCESSABLE = 422;
    private static final String[] OPERATIONS = {"assign 3 4", "assign 900 1", "delete 12", "get 12", "crowd 5 9",
        "fill 0 20", "zero main", "zero all", "poke count 0", "poke nextOverflow M16", "poke M16 overflow M5", "undo",
        "redo", "clear", "clear three-step", "clear swap", "clear wipe", "grow", "evacuate", "itnew c 5 0", "itnext c",
        "itend c", "iter", "verify", "frob", "show M900", "undo 3", "poke B 5", "poke flags 4"};

    private final HttpClient client = HttpClient.newHttpClient();
    private final long copies = LabImage.openCopies();
    private final long maps = OffHeapMaps.openMapCount();
    private LabServer server;

    @BeforeEach
    void start() throws IOException
    {
        server = new LabServer(0, LessonTexts.Language.EN, Limits.DEFAULT);
    }

    @AfterEach
    void stop()
    {
        server.close();
        assertEquals(copies, LabImage.openCopies(), "copies that nobody closed");
        assertTrue(OffHeapMaps.openMapCount() <= maps, "maps that nobody closed");
    }

    private HttpResponse<String> send(final HttpRequest.Builder request) throws IOException, InterruptedException
    {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(final String path, final String body)
    {
        return HttpRequest.newBuilder(URI.create(server.link() + path)).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> run(final String session, final String script) throws IOException, InterruptedException
    {
        return send(post("run?s=" + session + "&key=12", script));
    }

    /** The state without what depends on how it was reached. */
    private static String state(final String answer)
    {
        return answer.substring(answer.indexOf("\"answers\""), answer.indexOf("\"frame\""));
    }

    // ------------------------------------------------------------------------------------------------ the door

    @Test
    void shouldServeThePageAndItsFilesToWhoeverHasTheLink() throws IOException, InterruptedException
    {
        final HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(server.link())));
        assertEquals(OK, page.statusCode());
        assertTrue(page.headers().firstValue("Content-Security-Policy").orElse("").contains("default-src 'none'"));
        assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElse(""));
        assertFalse(page.body().contains("{data}"));
        for (final String file : List.of(
            "bytes.js", "way.js", "map.js", "serve.js", "lab.css", "serve.css", "en", "zh"))
        {
            assertEquals(OK, send(HttpRequest.newBuilder(URI.create(server.link() + file))).statusCode(), file);
        }
    }

    @Test
    void shouldRefuseAWrongTokenAndEveryPathWithoutOne() throws IOException, InterruptedException
    {
        final String link = server.link();
        final String origin = link.substring(0, link.indexOf('/', "http://".length()));
        final String token = link.substring(origin.length() + 1, link.length() - 1);
        final String other = (token.charAt(0) == '0' ? '1' : '0') + token.substring(1);
        for (final String path : List.of("/", "/run?s=a", "/" + other + "/", "/" + other + "/run?s=a", "/favicon.ico"))
        {
            final HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(origin + path)));
            assertEquals(403, answer.statusCode(), path);
            assertTrue(answer.body().contains("wrong token"), answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"})
    void shouldRefuseAnotherOrigin(final String origin) throws IOException, InterruptedException
    {
        final HttpResponse<String> answer =
            send(post("run?s=a", "map i64 i64").header("Origin", origin));

        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("another origin"), answer.body());
    }

    @Test
    void shouldTakeItsOwnOrigin() throws IOException, InterruptedException
    {
        final String link = server.link();
        final String origin = link.substring(0, link.indexOf('/', "http://".length()));

        assertEquals(OK, send(post("run?s=a", "map i64 i64").header("Origin", origin)).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"evil.example", "127.0.0.1", "localhost.evil.example:80"})
    void shouldRefuseAnotherHost(final String host) throws IOException
    {
        final String answer = raw("GET " + URI.create(server.link()).getPath() + " HTTP/1.1\r\nHost: " + host +
            "\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        assertTrue(answer.contains("another host"), answer);
    }

    /** What no client of the library would send. */
    private String raw(final String request) throws IOException
    {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), URI.create(server.link()).getPort());
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream())
        {
            socket.setSoTimeout(5_000);
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final SocketTimeoutException e)
        {
            return "(no answer)";
        }
    }

    @Test
    void shouldListenOnTheLoopbackOnly() throws IOException
    {
        final int port = URI.create(server.link()).getPort();
        for (final NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces()))
        {
            for (final InetAddress address : Collections.list(one.getInetAddresses()))
            {
                if (!address.isLoopbackAddress())
                {
                    assertFalse(connects(address, port), address::toString);
                }
            }
        }
    }

    private static boolean connects(final InetAddress address, final int port)
    {
        try (Socket socket = new Socket(address, port))
        {
            return socket.isConnected();
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    // ------------------------------------------------------------------------------------------------ refusals

    /** The limits are what refuses: without them the same requests pass, so the two tests below would fail. */
    @Test
    void shouldRefuseByItsLimitsOnly() throws IOException, InterruptedException
    {
        final int much = Limits.DEFAULT.bodyBytes() * 4;
        try (LabServer open = new LabServer(0, LessonTexts.Language.EN, new Limits(much, much, 400, 2, 1_000_000)))
        {
            final URI address = URI.create(open.link() + "run?s=a");
            final HttpResponse<String> large = send(HttpRequest.newBuilder(address).POST(
                HttpRequest.BodyPublishers.ofString("map i64 i64\n" + "# \n".repeat(Limits.DEFAULT.bodyBytes()))));
            assertEquals(OK, large.statusCode(), large::body);
            for (int i = 0; i < 20; i++)
            {
                assertEquals(OK, send(HttpRequest.newBuilder(URI.create(open.link() + "serve.css"))).statusCode());
            }
        }
    }

    @Test
    void shouldRefuseWhatIsTooLargeOrMalformed() throws IOException, InterruptedException
    {
        final String large = "# ".repeat(Limits.DEFAULT.bodyBytes());
        assertRefused(413, "request too large", send(post("run?s=a", large)));
        assertRefused(413, "script too long", run("a", "#\n".repeat(Limits.DEFAULT.lines() + 1)));
        assertRefused(400, "line too long", run("a", "#".repeat(201)));
        assertRefused(400, "s is missing", send(post("run", "map i64 i64")));
        assertRefused(400, "s is missing", send(post("run?s=../x", "map i64 i64")));
        assertRefused(400, "no key", send(post("run?s=a&key=abc", "map i64 i64")));
        assertRefused(404, "no such page", send(post("frob", "")));
        assertRefused(404, "no such exercise", send(post("check?exercise=none", "")));
        assertRefused(405, "only POST", send(HttpRequest.newBuilder(URI.create(server.link() + "run?s=a"))));
        assertRefused(405, "only GET", send(post("", "")));
        assertRefused(UNPROCESSABLE, "map too large for the screen", run("a", "map i64 i64 100000"));
        assertRefused(UNPROCESSABLE, "no map yet", run("b", "assign 1 1"));
        assertRefused(400, "not a text in UTF-8", send(HttpRequest.newBuilder(URI.create(server.link() + "run?s=a"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[]{(byte)0xff, (byte)0xfe}))));
        assertTrue(raw("FROB\r\n\r\n").startsWith("HTTP/1.1 400"), "not HTTP");
        assertEquals(OK, run("a", "map i64 i64").statusCode(), "and it works on");
    }

    private static void assertRefused(final int status, final String why, final HttpResponse<String> answer)
    {
        assertEquals(status, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("\"error\":\"") && answer.body().contains(why), answer::body);
    }

    @Test
    void shouldSlowDownWhoeverAsksTooOften() throws IOException, InterruptedException
    {
        try (LabServer slow = new LabServer(0, LessonTexts.Language.EN, new Limits(1000, 10, 10, 2, 5)))
        {
            final AtomicInteger refused = new AtomicInteger();
            for (int i = 0; i < 20; i++)
            {
                final HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(slow.link() + "serve.css")));
                if (answer.statusCode() == 429)
                {
                    refused.incrementAndGet();
                    assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
                }
            }
            assertTrue(refused.get() >= 5, refused::toString);
        }
    }

    // ------------------------------------------------------------------------------------------------ the map

    @Test
    void shouldGoOnAfterAWrongLineFromTheLastGoodOne() throws IOException, InterruptedException
    {
        final HttpResponse<String> wrong = run("a", "map i64 i64 100\ncrowd 5 12\nfrob\nzero main");
        assertEquals(UNPROCESSABLE, wrong.statusCode());
        assertTrue(wrong.body().contains("\"lines\":2"), wrong.body());
        assertTrue(wrong.body().contains("line 3: unknown operation"), wrong.body());

        final HttpResponse<String> right = run("a", "map i64 i64 100\ncrowd 5 12\nzero main");
        assertTrue(right.body().startsWith("{\"from\":2,\"lines\":3"), right.body());
        assertTrue(right.body().contains("\"C01\":1"), right.body());
    }

    @Test
    void shouldMakeTheSameMapFromTheSameScriptInAnotherSession() throws IOException, InterruptedException
    {
        final StringBuilder script = new StringBuilder("map i64 i64 100");
        String last = "";
        for (final String line : List.of("crowd 5 12", "itnew c 5 0", "zero all", "undo", "clear swap", "fill 0 60",
            "grow", "evacuate 2", "poke count 3"))
        {
            script.append('\n').append(line);
            last = run("a", script.toString()).body();
        }

        assertEquals(state(last), state(run("b", script.toString()).body()));
        assertTrue(state(last).contains("\"iterators\":[\"c\"]"), last);
    }

    @Test
    void shouldLetTheOldestSessionGoAndBringItBack() throws IOException, InterruptedException
    {
        final String script = "map i64 i64 100\ncrowd 5 12";
        final String first = state(run("s0", script).body());
        for (int i = 1; i <= Limits.DEFAULT.sessions() + 2; i++)
        {
            run("s" + i, script + "\nzero main");
        }

        final String back = run("s0", script).body();

        assertTrue(back.startsWith("{\"from\":0"), back);
        assertEquals(first, state(back));
        // Each session has a copy, its shadow, and the bytes before its last line.
        assertTrue(LabImage.openCopies() - copies <= 3L * Limits.DEFAULT.sessions(), "copies that are left");
    }

    @Test
    void shouldSpeakTheLanguageOfThePageThatAsks() throws IOException, InterruptedException
    {
        final String chinese = send(post("run?s=a&key=12&lang=zh", "map i64 i64 100\ncrowd 5 12")).body();
        assertTrue(chinese.contains("\"kindText\":\"主桶\""), chinese);
        final String english = send(post("run?s=b&key=12&lang=en", "map i64 i64 100\ncrowd 5 12")).body();
        assertTrue(english.contains("\"kindText\":\"main bucket\""), english);
        final String page = send(HttpRequest.newBuilder(URI.create(server.link() + "zh"))).body();
        assertTrue(page.contains("<html lang=\"zh\">"), page);
        assertTrue(send(post("check?exercise=two-owners&lang=zh", "poke M6 overflow M16")).body().contains("。"));
    }

    @Test
    void shouldJudgeExercises() throws IOException, InterruptedException
    {
        assertTrue(send(post("check?exercise=two-owners", "poke M6 overflow M16")).body()
            .startsWith("{\"right\":true"));
        final String wrong = send(post("check?exercise=two-owners", "poke count 3")).body();
        assertTrue(wrong.startsWith("{\"right\":false") && wrong.contains("without count"), wrong);
    }

    // ------------------------------------------------------------------------------------------------ load

    @Test
    void shouldDoThousandsOfActionsOfEightClientsAndLeaveNothing() throws Exception
    {
        final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        final AtomicInteger session = new AtomicInteger();
        final Callable<String> work = () -> client(session.getAndIncrement(), statuses);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS))
        {
            for (final Future<String> one : clients.invokeAll(Collections.nCopies(CLIENTS, work)))
            {
                assertEquals("", one.get());
            }
        }

        assertEquals(
            ACTIONS, statuses.getOrDefault(OK, 0) + statuses.getOrDefault(UNPROCESSABLE, 0), statuses::toString);
        assertTrue(statuses.get(OK) > ACTIONS / 2 && statuses.get(UNPROCESSABLE) > 0, statuses::toString);
    }

    /** One client: its script grows line by line; a line that is refused is left out, as the page does. */
    private String client(final int number, final Map<Integer, Integer> statuses)
        throws IOException, InterruptedException
    {
        final Random random = new Random(number);
        List<String> script = new ArrayList<>(List.of("map i64 i64 100"));
        for (int i = 0; i < ACTIONS / CLIENTS; i++)
        {
            if (script.size() == RESTART)
            {
                script = new ArrayList<>(List.of("map i64 i64 100"));
            }
            script.add(OPERATIONS[random.nextInt(OPERATIONS.length)]);
            HttpResponse<String> answer = run("c" + number, String.join("\n", script));
            while (answer.statusCode() == 429)
            {
                Thread.sleep(20);
                answer = run("c" + number, String.join("\n", script));
            }
            statuses.merge(answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() == UNPROCESSABLE)
            {
                script.removeLast();
            }
            else if (answer.statusCode() != OK)
            {
                return answer.statusCode() + " " + answer.body() + " after " + script;
            }
        }
        return "";
    }
}
