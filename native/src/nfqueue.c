/* SPDX-License-Identifier: MIT */
#include "nfqueue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>

/* More than sums of attributes below need. */
struct message {
	struct nlmsghdr header;
	struct nfgenmsg queue;
	unsigned char attributes[128];
};

static void begin(struct message *message, int type, uint16_t flags, uint16_t number)
{
	memset(message, 0, sizeof(*message));
	message->header.nlmsg_len = NLMSG_LENGTH(sizeof(message->queue));
	message->header.nlmsg_type = (uint16_t)(NFNL_SUBSYS_QUEUE << 8 | type);
	message->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	message->queue.nfgen_family = AF_UNSPEC;
	message->queue.version = NFNETLINK_V0;
	message->queue.res_id = htons(number);
}

static void add(struct message *message, uint16_t type, const void *data, size_t length)
{
	struct nlattr attribute = { .nla_type = type, .nla_len = (uint16_t)(NLA_HDRLEN + length) };
	unsigned char *at = (unsigned char *)message + message->header.nlmsg_len;

	memcpy(at, &attribute, sizeof(attribute));
	memcpy(at + NLA_HDRLEN, data, length);
	message->header.nlmsg_len += (uint32_t)(NLA_HDRLEN + NLA_ALIGN(length));
}

static void add_u32(struct message *message, uint16_t type, uint32_t value)
{
	uint32_t big_endian = htonl(value);

	add(message, type, &big_endian, sizeof(big_endian));
}

static int transmit(int fd, const struct message *message)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	for (;;) {
		if (sendto(fd, message, message->header.nlmsg_len, 0, (struct sockaddr *)&kernel,
			   sizeof(kernel)) >= 0)
			return 0;
		if (errno != EINTR)
			return -errno;
	}
}

/*
 * The kernel handles a request inside sendto(), so its answer is there afterwards. Packets of the queue may
 * already stand before it: nobody has asked for them yet, they stay without a verdict and are dropped with
 * the queue.
 */
static int request(int fd, struct message *message)
{
	unsigned char buffer[8192] __attribute__((aligned(NLMSG_ALIGNTO)));
	const struct nlmsghdr *header = (const struct nlmsghdr *)buffer;
	struct nlmsgerr answer;
	ssize_t length;
	int err;

	message->header.nlmsg_flags |= NLM_F_ACK;
	err = transmit(fd, message);
	if (err < 0)
		return err;
	for (;;) {
		length = recv(fd, buffer, sizeof(buffer), 0);
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return -errno;
		if ((size_t)length >= NLMSG_LENGTH(sizeof(answer)) && header->nlmsg_type == NLMSG_ERROR) {
			memcpy(&answer, NLMSG_DATA(header), sizeof(answer));
			return answer.error;
		}
	}
}

static int command(int fd, uint16_t number, uint8_t what, bool wait)
{
	struct nfqnl_msg_config_cmd config = { .command = what };
	struct message message;

	begin(&message, NFQNL_MSG_CONFIG, 0, number);
	add(&message, NFQA_CFG_CMD, &config, sizeof(config));
	return wait ? request(fd, &message) : transmit(fd, &message);
}

static int bind_queue(int fd, uint16_t number)
{
	/* Obsolete and without effect, but refused to who lacks CAP_NET_ADMIN. */
	int err = command(fd, 0, NFQNL_CFG_CMD_PF_BIND, true);

	if (err < 0)
		return err;
	err = command(fd, number, NFQNL_CFG_CMD_BIND, true);
	/* nfqnl_recv_config(): a queue of another socket is "not permitted". */
	return err == -EPERM ? -EBUSY : err;
}

/* No fail-open: a packet that finds the queue full is dropped. */
static int configure(int fd, uint16_t number, uint32_t copy_range, uint32_t max_length)
{
	struct nfqnl_msg_config_params params = { .copy_range = htonl(copy_range),
						  .copy_mode = NFQNL_COPY_PACKET };
	struct message message;

	begin(&message, NFQNL_MSG_CONFIG, 0, number);
	add(&message, NFQA_CFG_PARAMS, &params, sizeof(params));
	add_u32(&message, NFQA_CFG_QUEUE_MAXLEN, max_length);
	add_u32(&message, NFQA_CFG_FLAGS, NFQA_CFG_F_UID_GID);
	add_u32(&message, NFQA_CFG_MASK, NFQA_CFG_F_UID_GID | NFQA_CFG_F_FAIL_OPEN);
	return request(fd, &message);
}

/* Room for a full queue, so that it is the queue's length that limits; counted as the kernel does, with its
 * overhead. */
static void set_receive_buffer(int fd, uint32_t copy_range, uint32_t max_length)
{
	const uint64_t limit = 16 << 20;
	uint64_t wanted = (uint64_t)max_length * (copy_range + 1024);
	int size = (int)(wanted < limit ? wanted : limit);

	/* Beyond net.core.rmem_max with CAP_NET_ADMIN of the first user namespace; a smaller buffer only
	 * drops sooner. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

int egf_nfqueue_open(uint16_t number, uint32_t copy_range, uint32_t max_length)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER), err;

	if (fd < 0)
		return -errno;
	set_receive_buffer(fd, copy_range, max_length);
	err = bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
	if (err == 0)
		err = bind_queue(fd, number);
	if (err == 0)
		err = configure(fd, number, copy_range, max_length);
	if (err == 0)
		return fd;
	close(fd);
	return err;
}

void egf_nfqueue_unbind(int fd, uint16_t number)
{
	/* Closing the socket does the same, a moment later. */
	command(fd, number, NFQNL_CFG_CMD_UNBIND, false);
}

static void begin_verdict(struct message *message, uint16_t number, uint32_t id, uint32_t verdict)
{
	struct nfqnl_msg_verdict_hdr header = { .verdict = htonl(verdict), .id = htonl(id) };

	begin(message, NFQNL_MSG_VERDICT, 0, number);
	add(message, NFQA_VERDICT_HDR, &header, sizeof(header));
}

int egf_nfqueue_drop(int fd, uint16_t number, uint32_t id)
{
	struct message message;

	begin_verdict(&message, number, id, NF_DROP);
	return transmit(fd, &message);
}

int egf_nfqueue_repeat(int fd, uint16_t number, uint32_t id, uint32_t mark)
{
	struct message message;

	begin_verdict(&message, number, id, NF_REPEAT);
	add_u32(&message, NFQA_MARK, mark);
	return transmit(fd, &message);
}

int egf_nfqueue_receive(int fd, void *buffer, size_t size)
{
	ssize_t length = recv(fd, buffer, size, 0);

	return length < 0 ? -errno : (int)length;
}

static uint32_t read_u32(const unsigned char *data)
{
	uint32_t value;

	memcpy(&value, data, sizeof(value));
	return ntohl(value);
}

static void read_attribute(struct egf_packet *packet, uint16_t type, const unsigned char *data,
			   uint32_t length)
{
	if (type == NFQA_PAYLOAD) {
		packet->payload = data;
		packet->payload_length = length;
		return;
	}
	if (length < sizeof(uint32_t))
		return;
	switch (type) {
	case NFQA_PACKET_HDR:
		packet->id = read_u32(data);
		break;
	case NFQA_MARK:
		packet->mark = read_u32(data);
		break;
	case NFQA_CAP_LEN:
		packet->length = read_u32(data);
		break;
	case NFQA_UID:
		packet->has_uid = true;
		packet->uid = read_u32(data);
		break;
	}
}

static bool read_packet(const struct nlmsghdr *header, struct egf_packet *packet)
{
	const unsigned char *at = (const unsigned char *)header + NLMSG_LENGTH(sizeof(struct nfgenmsg));
	const unsigned char *end = (const unsigned char *)header + header->nlmsg_len;
	struct nlattr attribute;
	bool identified = false;

	memset(packet, 0, sizeof(*packet));
	while (end - at >= NLA_HDRLEN) {
		memcpy(&attribute, at, sizeof(attribute));
		if (attribute.nla_len < NLA_HDRLEN || attribute.nla_len > end - at)
			break;
		read_attribute(packet, attribute.nla_type & NLA_TYPE_MASK, at + NLA_HDRLEN,
			       (uint32_t)(attribute.nla_len - NLA_HDRLEN));
		identified |= (attribute.nla_type & NLA_TYPE_MASK) == NFQA_PACKET_HDR;
		at += NLA_ALIGN(attribute.nla_len) < end - at ? NLA_ALIGN(attribute.nla_len) : end - at;
	}
	/* The kernel gives the whole length only where it cut the packet. */
	if (packet->length < packet->payload_length)
		packet->length = packet->payload_length;
	return identified;
}

bool egf_nfqueue_next(const void **cursor, int *remaining, struct egf_packet *packet)
{
	const struct nlmsghdr *header;
	bool found = false;

	while (!found && NLMSG_OK((const struct nlmsghdr *)*cursor, (unsigned int)*remaining)) {
		header = *cursor;
		/* Anything else is the error answer to a late verdict: that packet is gone. */
		if (header->nlmsg_type == (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET) &&
		    header->nlmsg_len >= NLMSG_LENGTH(sizeof(struct nfgenmsg)))
			found = read_packet(header, packet);
		*remaining -= (int)NLMSG_ALIGN(header->nlmsg_len);
		*cursor = (const unsigned char *)header + NLMSG_ALIGN(header->nlmsg_len);
		if (*remaining < 0)
			*remaining = 0;
	}
	return found;
}
