import type { Socket } from 'node:net';

/** What Node keeps of a connection in the kernel (uv_tcp_t), which has no public name. */
interface TcpHandle {
  readonly fd: number;
  reading: boolean;
  readStop(): unknown;
}

const handleOf = (socket: Socket): TcpHandle | undefined => {
  const handle: unknown = Reflect.get(socket, '_handle');
  return isHandle(handle) ? handle : undefined;
};

const isHandle = (handle: unknown): handle is TcpHandle =>
  typeof handle === 'object' &&
  handle !== null &&
  'fd' in handle &&
  typeof handle.fd === 'number' &&
  handle.fd >= 0 &&
  'reading' in handle &&
  'readStop' in handle &&
  typeof handle.readStop === 'function';

/** Is there a descriptor that native code could go on with? */
export const hasDescriptor = (socket: Socket): boolean => handleOf(socket) !== undefined;

/** The number of the socket's descriptor, which stays Node's. @throws Error when the socket is closed. */
export const descriptorOf = (socket: Socket): number => {
  const handle = socket.destroyed ? undefined : handleOf(socket);
  if (!handle) throw Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
  return handle.fd;
};

/** Node reads no more from the socket; these bytes it had. An end that it had read is one that the kernel tells again. */
export const takeOver = (socket: Socket): Buffer => {
  const handle = handleOf(socket);
  if (!handle) throw Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
  const chunks: Buffer[] = [];
  for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) chunks.push(chunk);
  // Whatever of Node's streams still asks for more.
  socket._read = () => {};
  handle.reading = false;
  handle.readStop();
  return Buffer.concat(chunks);
};
