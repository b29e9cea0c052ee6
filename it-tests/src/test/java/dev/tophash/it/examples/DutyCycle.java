// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;

/** An agent that owns a map: work first, and chores of the map when there is none. */
final class DutyCycle implements Agent
{
    private static final long CHORES_NS = 20_000;

    private final OffHeapLongLongMap orders = OffHeapMaps.longLong().budget(64L << 20).build();
    private long nextOrderId;

    @Override
    public int doWork()
    {
        if (nextOrderId < 10_000) // a real one polls its input here
        {
            orders.put(nextOrderId, nextOrderId * 100);
            nextOrderId++;
            return 1;
        }
        return orders.advance(CHORES_NS) ? 1 : 0;
    }

    @Override
    public String roleName()
    {
        return "orders";
    }

    @Override
    public void onClose()
    {
        orders.close();
    }

    public static void main(final String[] arguments)
    {
        final DutyCycle agent = new DutyCycle();
        try (AgentInvoker invoker = new AgentInvoker(Throwable::printStackTrace, null, agent))
        {
            invoker.start();
            while (invoker.invoke() > 0)
            {
                Thread.onSpinWait();
            }
            System.out.println(agent.orders.size()); // 10000
        }
    }
}
