"""`python -m bench.echo ADDRESS TOKEN`: a socket that acknowledges at once, as no bot can."""

import asyncio
import json
import sys

import aiohttp

TEXT = "echo"


async def run(address: str, token: str) -> None:
    """Acknowledge until the socket is closed."""
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {token}"}
        async with session.post(f"{address}/api/apps.connections.open", headers=headers) as response:
            url = (await response.json())["url"]
        async with session.ws_connect(url) as socket:
            async for message in socket:
                frame = json.loads(message.data)
                if "envelope_id" in frame:
                    await socket.send_str(json.dumps({"envelope_id": frame["envelope_id"], "payload": {"text": TEXT}}))


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
